"""The two-layer net in PyTorch on the CPU, differentiated by autograd."""

from assignment import run

REG = 0.25


def make_model(arguments, data, params):
    import torch
    from torch.nn.functional import cross_entropy

    torch.set_num_threads(arguments.threads)
    X_train, y_train = torch.from_numpy(data.X_train), torch.from_numpy(data.y_train)
    X_val, y_val = torch.from_numpy(data.X_val), torch.from_numpy(data.y_val)
    tensors = [torch.from_numpy(p).requires_grad_() for p in params]
    W1, b1, W2, b2 = tensors

    def scores_of(X):
        return torch.addmm(b2, torch.addmm(b1, X, W1).relu(), W2)

    class Model:
        def step(self, index, learning_rate):
            rows = torch.from_numpy(index)
            loss = cross_entropy(scores_of(X_train[rows]), y_train[rows])
            loss = loss + REG * (W1.square().sum() + W2.square().sum())
            loss.backward()
            with torch.no_grad():
                for tensor in tensors:
                    tensor.sub_(tensor.grad, alpha=learning_rate)
                    tensor.grad = None
            return loss.detach()

        @torch.no_grad()
        def accuracy(self, X, y):
            return float((scores_of(X).argmax(1) == y).double().mean())

        def train_accuracy(self, index):
            rows = torch.from_numpy(index)
            return self.accuracy(X_train[rows], y_train[rows])

        def val_accuracy(self):
            return self.accuracy(X_val, y_val)

    return Model()


if __name__ == "__main__":
    run(make_model)

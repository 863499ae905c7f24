"""The two-layer net in PyTorch on the CPU, its backward pass written by hand."""

from assignment import run

REG = 0.25


def make_model(arguments, data, params):
    import torch

    torch.set_num_threads(arguments.threads)
    torch.set_grad_enabled(False)
    X_train, y_train = torch.from_numpy(data.X_train), torch.from_numpy(data.y_train)
    X_val, y_val = torch.from_numpy(data.X_val), torch.from_numpy(data.y_val)
    W1, b1, W2, b2 = tensors = [torch.from_numpy(p) for p in params]

    class Model:
        def step(self, index, learning_rate):
            rows = torch.from_numpy(index)
            X, y = X_train[rows], y_train[rows]
            hidden = torch.addmm(b1, X, W1).relu_()
            log_p = torch.log_softmax(torch.addmm(b2, hidden, W2), dim=1)
            loss = torch.nn.functional.nll_loss(log_p, y)
            loss += REG * ((W1 * W1).sum() + (W2 * W2).sum())
            dscores = log_p.exp_()
            dscores[torch.arange(len(y)), y] -= 1
            dscores /= len(y)
            dhidden = dscores @ W2.T
            dhidden *= hidden > 0
            dW2 = torch.addmm(W2, hidden.T, dscores, beta=2 * REG)
            dW1 = torch.addmm(W1, X.T, dhidden, beta=2 * REG)
            for tensor, grad in zip(tensors, [dW1, dhidden.sum(0), dW2, dscores.sum(0)]):
                tensor.sub_(grad, alpha=learning_rate)
            return loss

        def accuracy(self, X, y):
            scores = torch.addmm(b2, torch.addmm(b1, X, W1).relu_(), W2)
            return float((scores.argmax(1) == y).double().mean())

        def train_accuracy(self, index):
            rows = torch.from_numpy(index)
            return self.accuracy(X_train[rows], y_train[rows])

        def val_accuracy(self):
            return self.accuracy(X_val, y_val)

    return Model()


if __name__ == "__main__":
    run(make_model)

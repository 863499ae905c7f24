"""The two-layer net in NumPy, as a good solution of the assignment writes it."""

from assignment import run

REG = 0.25


def make_model(arguments, data, params):
    import numpy as np

    W1, b1, W2, b2 = params

    class Model:
        def step(self, index, learning_rate):
            X, y = data.X_train[index], data.y_train[index]
            rows = np.arange(len(y))
            hidden = np.maximum(X.dot(W1) + b1, 0)
            scores = hidden.dot(W2) + b2
            scores -= scores.max(axis=1, keepdims=True)
            p = np.exp(scores)
            p /= p.sum(axis=1, keepdims=True)
            loss = -np.log(p[rows, y]).mean() + REG * ((W1 * W1).sum() + (W2 * W2).sum())
            p[rows, y] -= 1
            p /= len(y)
            dhidden = p.dot(W2.T)
            dhidden[hidden <= 0] = 0
            dW2, db2 = hidden.T.dot(p) + 2 * REG * W2, p.sum(axis=0)
            dW1, db1 = X.T.dot(dhidden) + 2 * REG * W1, dhidden.sum(axis=0)
            for param, grad in zip(params, [dW1, db1, dW2, db2]):
                param -= learning_rate * grad
            return loss

        def accuracy(self, X, y):
            scores = np.maximum(X.dot(W1) + b1, 0).dot(W2) + b2
            return float((scores.argmax(axis=1) == y).mean())

        def train_accuracy(self, index):
            return self.accuracy(data.X_train[index], data.y_train[index])

        def val_accuracy(self):
            return self.accuracy(data.X_val, data.y_val)

    return Model()


if __name__ == "__main__":
    run(make_model)

"""Training steps by the recipe in PyTorch on the CPU: prints the seconds of each step, as JSON.

Shifts and flips are shared by groups of 64 images, which costs PyTorch less than one for each.
"""

import argparse
import json
import time


def main():
    parser = argparse.ArgumentParser()
    for name in ("hidden", "batch", "steps", "threads"):
        parser.add_argument(f"--{name}", type=int, required=True)
    arguments = parser.parse_args()
    import torch
    from torch.nn.functional import cross_entropy, dropout, pad

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    count, batch = 10_240, arguments.batch
    images, labels = torch.randn(count, 3, 32, 32), torch.randint(0, 10, (count,))
    W1 = (0.01 * torch.randn(3072, arguments.hidden)).requires_grad_()
    W2 = (0.01 * torch.randn(arguments.hidden, 10)).requires_grad_()
    b1, b2 = torch.zeros(arguments.hidden, requires_grad=True), torch.zeros(10, requires_grad=True)
    params = [W1, b1, W2, b2]
    velocities = [torch.zeros_like(p) for p in params]

    def augmented(rows, shift=1):
        padded = pad(images[rows], (shift,) * 4)
        out = torch.empty(len(rows), 3, 32, 32)
        for start in range(0, len(rows), 64):
            y, x = torch.randint(0, 2 * shift + 1, (2,)).tolist()
            part = padded[start:start + 64, :, y:y + 32, x:x + 32]
            out[start:start + 64] = part.flip(3) if torch.rand(()) < 0.5 else part
        return out.flatten(1)

    def step(rows, rate=0.05, momentum=0.9, decay=1e-3):
        X = dropout(augmented(rows), 0.1)
        hidden = dropout(torch.addmm(b1, X, W1).relu(), 0.1)
        scores = torch.addmm(b2, hidden, W2)
        loss = cross_entropy(scores, labels[rows], label_smoothing=0.1)
        grads = torch.autograd.grad(loss, params)
        with torch.no_grad():  # torch.optim.SGD(nesterov=True, foreach=True)
            grads = torch._foreach_add(grads, params, alpha=decay)
            torch._foreach_mul_(velocities, momentum)
            torch._foreach_add_(velocities, grads)
            torch._foreach_add_(grads, velocities, alpha=momentum)
            torch._foreach_add_(params, grads, alpha=-rate)

    seconds = []
    for _ in range(arguments.steps):
        rows = torch.randint(0, count, (batch,))
        start = time.perf_counter()
        step(rows)
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()

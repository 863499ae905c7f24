/**
 * The blanks of the notebooks: points, what to do, hints.
 *
 * @module
 */

import type { CheckedBlank, Sheet } from "./sheet.ts";

const forward: CheckedBlank = {
  question: "forward",
  points: 2,
  todo: [
    "hidden (N × H): the sums of the first layer after the ReLU.",
    "scores (N × C): the sums of the second layer, without one.",
  ],
  hints: [
    "One line per formula: first `X.dot(W1)`, then the bias, then the ReLU; then the same with " +
    "`hidden` and `W2`.",
    "`Z.map((z) => …)` applies a function to each element. The ReLU of one number is " +
    "`Math.max(0, z)`.",
    "The second layer has no ReLU: scores may be negative. Return both: `{ hidden, scores }`.",
  ],
};

const toyCheck: Sheet = {
  given: [
    "imports",
    "make",
    "initial-params",
    "params",
    "loss",
    "borrowed-gradients-run",
    "training-settings",
  ],
  blanks: {
    forward,
    "softmax-loss": {
      question: "softmaxLoss",
      points: 2,
      todo: [
        "probabilities (N × C): the softmax of each row.",
        "loss: the mean of −log(probability of the true class).",
      ],
      hints: [
        "`scores.max(1)` is a column with the largest score of each row. Subtracted from `scores`, " +
        "it is repeated to fit.",
        "The softmax is `exp.divide(exp.sum(1))`, if `exp` has the exponentials.",
        "`map` also gets the row and the column: `probabilities.map((p, i, j) => j === y[i] ? … : 0)` " +
        "keeps one number per row. Add them up and divide by `y.length`.",
      ],
    },
    regularization: {
      question: "regularization",
      points: 1,
      todo: ["λ times the sum of all squared weights; the biases are left alone."],
      hints: [
        "`W.multiply(W)` squares each element, and `sum()` without an axis adds up all of them.",
        "Do that for `W1` and for `W2`, and multiply by `reg`. There is no factor ½.",
      ],
    },
    "train-step": {
      question: "trainStep",
      points: 1,
      todo: ["New parameters: each array a little further down its gradient."],
      hints: [
        "For one array: `params.W1.subtract(grads.W1.multiply(learningRate))`.",
        "All four arrays move in the same way, biases too.",
      ],
    },
    "train-loop": {
      question: "train",
      points: 3,
      todo: [
        "numIters times: draw a batch of batchSize points, keep its loss, make a step.",
        "Multiply the learning rate by learningRateDecay after each step.",
      ],
      hints: [
        "`rng.choice(y.length, batchSize)` draws the numbers of the points, with replacement. " +
        "`takeRows(X, batch)` takes these rows, `batch.map((i) => y[i])` their labels.",
        "In each step: `totalLoss` of the batch into `lossHistory`, then `backward`, then " +
        "`trainStep`, whose result are the next `params`.",
        "`learningRate` is a constant: keep the current rate in a variable of its own, " +
        "`let rate = learningRate`.",
      ],
    },
    predict: {
      question: "predict",
      points: 1,
      todo: ["The class with the highest score, of each row."],
      hints: [
        "`forward(X, params).scores` has the scores.",
        "`argmaxRows` has been imported above.",
      ],
    },
  },
};

const layer = (question: "firstLayer" | "secondLayer", points: number): CheckedBlank => {
  const [input, dout, W] = question === "firstLayer"
    ? ["X", "dZ", "W1"]
    : ["hidden", "dScores", "W2"];
  return {
    question,
    points,
    todo: [
      `dW (the shape of ${W}): a matrix product, and the gradient of the regularisation.`,
      `db (a row): ${dout} summed over the points.`,
    ],
    hints: [
      `Shapes lead the way: only one product of \`${input}\` and \`${dout}\`, with one of them ` +
      `transposed, has the shape of \`${W}\`.`,
      `The derivative of $\\lambda W^2$ is $2 \\lambda W$: \`${W}.multiply(2 * reg)\`.`,
      `\`${dout}.sum(0)\` runs down the columns, over the points.`,
    ],
  };
};

const gradientCheck: Sheet = {
  given: ["imports", "toy"],
  blanks: {
    forward: {
      ...forward,
      points: 1,
      hints: ["Take yours from [notebook 1](01_toy_check.ipynb).", ...forward.hints],
    },
    "scores-gradient": {
      question: "scoresGradient",
      points: 2,
      todo: ["(P − Y) / N, where Y has a 1 at the true class of each row."],
      hints: [
        "`probabilities.map((_, i, j) => j === y[i] ? 1 : 0)` is $Y$.",
        "Divide the whole difference by the number of points, `y.length`.",
      ],
    },
    "second-layer": layer("secondLayer", 2),
    "relu-gradient": {
      question: "reluGradient",
      points: 2,
      todo: ["dZ (N × H): the gradient comes back through W2, and through the ReLU where A > 0."],
      hints: [
        "`dScores.dot(W2.transpose())` is $\\mathrm{d}A$.",
        "`hidden.map((a) => a > 0 ? 1 : 0)` is the mask. Multiply element by element.",
        "Greater than zero, not at least: a silent unit has exactly 0 in `hidden`.",
      ],
    },
    "first-layer": layer("firstLayer", 1),
    backward: {
      question: "backward",
      points: 2,
      todo: ["Forward, then back through the four links; return the four gradients."],
      hints: [
        "In this order: `forward`, `softmax`, `scoresGradient`, `secondLayer`, `reluGradient`, " +
        "`firstLayer`. Each takes what the one before returned.",
        "Return `{ W1, b1, W2, b2 }`: the `dW` and `db` of the first layer, and of the second.",
      ],
    },
  },
};

const tuning: Sheet = {
  given: [],
  blanks: {
    sweep: {
      title: "sweep",
      points: 3,
      todo: [
        "For each point: train a net (trainNet), and yield { ...point, net, valAccuracy, diverged }.",
        "Return without the net in progress if its history was aborted.",
      ],
      hints: [
        "`const { net, history } = await trainNet(point, signal);` trains one. `history.aborted` " +
        "says whether Stop was pressed.",
        "`history.valAccHistory.at(-1)` is the accuracy that was recorded last.",
        "`Number.isFinite` of the last of `history.lossHistory` is false for a net that diverged.",
      ],
    },
    "best-of": {
      question: "bestOf",
      points: 1,
      todo: ["The run with the highest valAccuracy, which may be NaN for some."],
      hints: [
        "`runs.reduce((a, b) => …)` keeps one of two, again and again.",
        "A comparison with NaN is false: write it so that the other one stays.",
      ],
    },
  },
};

const test: Sheet = {
  given: [],
  blanks: {
    answer: {
      title: "question",
      points: 4,
      todo: [],
      hints: [
        "What does a net with a large gap do well, and what not? What is the word for it?",
        "For each of the first three: does it add to what the net can memorise, or take away?",
      ],
    },
  },
};

/** The notebooks that students fill in, by their names. */
export const SHEETS: Readonly<Record<string, Sheet>> = {
  "01_toy_check": toyCheck,
  "02_gradient_check": gradientCheck,
  "04_tuning": tuning,
  "05_test": test,
};

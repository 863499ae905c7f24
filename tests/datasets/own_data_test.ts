/** Images of one's own, from every kind of file; pictures are Pillow's (tests/fixtures/pictures.py). */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "fflate";
import { type DatasetOptions, loadDataset } from "two-layer-net/datasets";
import { encodeNpy, encodeNpz, type NpyArray, type NpyData } from "two-layer-net/formats";
import { RandomState } from "two-layer-net";
import { decodePicture } from "../../lib/datasets/own/picture.ts";
import { squared } from "../../lib/datasets/own/squared.ts";
import { withTempDir } from "../internal/testing.ts";
import theirs from "../fixtures/pictures.json" with { type: "json" };

const [HEIGHT, WIDTH] = theirs.size;
const fileOf = (name: "rgb" | "grey" | "jpeg") => Uint8Array.fromBase64(theirs[name].file);

for (const name of ["rgb", "grey", "alpha", "palette", "jpeg"] as const) {
  Deno.test(`a picture has Pillow's pixels: ${name}`, async () => {
    const { file, pixels: expected } = theirs[name];
    const picture = await decodePicture(Uint8Array.fromBase64(file), name);
    assertEquals([picture.height, picture.width], [HEIGHT, WIDTH]);
    assertEquals(picture.pixels.length, expected.length);
    const worst = Math.max(...expected.map((value, i) => Math.abs(value - picture.pixels[i])));
    const bound = { alpha: 1, jpeg: 3 }[name as string] ?? 0; // roundings of each decoder
    assert(worst <= bound, `differs by ${worst}`);
  });
}

Deno.test("a square from the middle is Pillow's box filter, to a rounding", async () => {
  const { pixels } = squared(await decodePicture(fileOf("rgb"), "rgb"), 4);
  const worst = Math.max(...theirs.square.map((value, i) => Math.abs(value - pixels[i])));
  assert(worst <= 1, `differs by ${worst}`);
});

Deno.test("squares of any size keep the mean of the picture's square, to roundings", async () => {
  const picture = squared(await decodePicture(fileOf("rgb"), "rgb"), 12);
  const mean = ({ pixels }: { pixels: Uint8Array }) =>
    pixels.reduce((a, b) => a + b) / pixels.length;
  for (const size of [1, 2, 5, 7, 11, 13, 30]) {
    const difference = Math.abs(mean(squared(picture, size)) - mean(picture));
    assert(difference < 0.51, `size ${size}: ${difference}`);
  }
});

/** Writes files, with their folders, and loads what they are. */
async function load(
  files: Record<string, Uint8Array | string>,
  path: string,
  options: DatasetOptions = {},
): ReturnType<typeof loadDataset> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(`${dir}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(`${dir}/${name}`, bytes);
    }
    const { labels } = options;
    return await loadDataset(`${dir}/${path}`, {
      ...options,
      ...(labels ? { labels: `${dir}/${labels}` } : {}),
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function array(
  shape: number[],
  Kind: new (length: number) => NpyData,
  value?: (i: number) => number,
): NpyArray {
  const data = new Kind(shape.reduce((product, size) => product * size, 1));
  for (let i = 0; i < data.length; i++) data[i] = value ? value(i) : i % 7;
  return { shape, data };
}

const labels = (count: number) => array([count], Int32Array, (i) => i % 3 + 5);

/** Ten classes of MNIST-like files. */
function idx(sizes: number[]): Uint8Array {
  const count = sizes.reduce((product, size) => product * size, 1);
  const bytes = new Uint8Array(4 + 4 * sizes.length + count), view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  bytes.set(Uint8Array.from({ length: count }, (_, i) => i % 10), 4 + 4 * sizes.length);
  return bytes;
}

const IDX = {
  "train-images-idx3-ubyte": idx([30, 4, 5]),
  "train-labels-idx1-ubyte": idx([30]),
  "t10k-images-idx3-ubyte.gz": gzipSync(idx([20, 4, 5])),
  "t10k-labels-idx1-ubyte.gz": gzipSync(idx([20])),
};

const CSV = Array.from({ length: 20 }, (_, i) => `${i % 2},${i},1,2,3`).join("\n");

function photos(count: number, folder = ""): Record<string, Uint8Array> {
  const names = Array.from(
    { length: count },
    (_, i) => `${folder}${i % 2 ? "cats" : "dogs"}/${i}.png`,
  );
  return Object.fromEntries(names.map((name) => [name, fileOf("rgb")]));
}

const FOUND = [
  [
    "npz as Keras has them",
    {
      "a.npz": encodeNpz({
        x_train: array([30, 4, 5], Uint8Array),
        y_train: labels(30),
        x_test: array([6, 4, 5], Uint8Array),
        y_test: labels(6),
      }),
    },
    "a.npz",
    {},
    [27, 3, 6, 4, 5, 1],
  ],
  [
    "npz of flat images in colour",
    { "a.npz": encodeNpz({ X: array([20, 48], Float64Array), y: labels(20) }) },
    "a.npz",
    {},
    [16, 2, 2, 4, 4, 3],
  ],
  [
    "npy with labels apart",
    { "X.npy": encodeNpy(array([20, 2, 2, 3], Uint8Array)), "y.npy": encodeNpy(labels(20)) },
    "X.npy",
    { labels: "y.npy" },
    [16, 2, 2, 2, 2, 3],
  ],
  ["IDX, compressed or not", IDX, "", {}, [27, 3, 20, 4, 5, 1]],
  ["CSV without titles", { "a.csv": CSV }, "a.csv", {}, [16, 2, 2, 2, 2, 1]],
  [
    "CSV with the label last",
    { "a.csv": `p0,p1,p2,Label\r\n${"1,2,3,a\r\n4,5,6,b\r\n".repeat(10)}` },
    "a.csv",
    { numTest: 4 },
    [14, 2, 4, 1, 1, 3],
  ],
  ["a folder a class", photos(20), "", {}, [16, 2, 2, 12, 16, 3]],
  ["folders to train and to test", { ...photos(10, "train/"), ...photos(4, "test/") }, "", {}, [
    9,
    1,
    4,
    12,
    16,
    3,
  ]],
  [
    "squares of pictures of any size",
    { ...photos(19), "cats/grey.png": fileOf("grey"), "dogs/photo.JPG": fileOf("jpeg") },
    "",
    { size: 4 },
    [17, 2, 2, 4, 4, 3],
  ],
] as const;

for (const [name, files, path, options, expected] of FOUND) {
  Deno.test(`own data: ${name}`, async () => {
    const { XTrain, XVal, XTest, meanImage, numClasses, classNames } = await load(
      { ...files },
      path,
      options,
    );
    const { height, width, channels } = XTrain;
    assertEquals([XTrain.rows, XVal.rows, XTest.rows, height, width, channels], [...expected]);
    assertEquals([XVal.mean, classNames.length], [meanImage, numClasses]);
  });
}

Deno.test("own data: pixels go with their labels, in an order that the seed decides", async () => {
  const rows = Array.from({ length: 50 }, (_, i) => `${i % 5},${i},${i},${i},${i}`).join("\n");
  const [a, b, c] = [
    await load({ "a.csv": rows }, "a.csv"),
    await load({ "a.csv": rows }, "a.csv"),
    await load({ "a.csv": rows }, "a.csv", { seed: 1 }),
  ];
  for (const X of [a.XTrain, a.XVal, a.XTest]) {
    assertEquals([...X.labels], Array.from(X.labels, (_, i) => X.image(i)[0] % 5));
    assertEquals(new Set(X.labels).size, 5); // each class has its share
  }
  assertEquals(a.XTrain.pixels, b.XTrain.pixels);
  assert(a.XTrain.pixels.join() !== c.XTrain.pixels.join());
  const all = [a.XTrain, a.XVal, a.XTest].flatMap((X) =>
    [...X.pixels].filter((_, j) => j % 4 === 0)
  );
  assertEquals(all.sort((x, y) => x - y), Array.from({ length: 50 }, (_, i) => i));
});

Deno.test("own data: floats from 0 to 1 become bytes", async () => {
  const X = array([20, 4], Float32Array, (i) => i % 2 ? 1 : 0.2);
  const { XTrain } = await load({ "a.npz": encodeNpz({ X, y: labels(20) }) }, "a.npz");
  assertEquals([...XTrain.image(0)], [51, 255, 51, 255]);
});

const npz = (arrays: Record<string, NpyArray>) => ({ "a.npz": encodeNpz(arrays) });

/** CIFAR-100's layout: a coarse label, a fine label, then planes of red, green and blue. */
function cifar100(labels: number[]): Uint8Array {
  const bytes = new Uint8Array(3074 * labels.length);
  labels.forEach((label, i) => {
    bytes.set([label % 20, label], 3074 * i);
    for (let plane = 0; plane < 3; plane++) {
      bytes.fill(
        50 * plane + label,
        3074 * i + 2 + 1024 * plane,
        3074 * i + 2 + 1024 * (plane + 1),
      );
      bytes[3074 * i + 2 + 1024 * plane + 33] = plane; // the second pixel of the second row
    }
  });
  return bytes;
}

const FINE = Array.from({ length: 100 }, (_, i) => `class_${i}`);

Deno.test("own data: CIFAR-100's binary files, by their fine labels", async () => {
  const labels = Array.from({ length: 300 }, (_, i) => i % 100);
  const files = {
    "train.bin": cifar100(labels),
    "test.bin": cifar100(labels.slice(0, 100)),
    "fine_label_names.txt": `${FINE.join("\n")}\n\n`,
  };
  const { XTrain, XVal, XTest, classNames, origin } = await load(files, "");
  assertEquals([XTrain.rows, XVal.rows, XTest.rows, XTrain.cols], [270, 30, 100, 3072]);
  assertEquals([classNames, origin.sha256?.length], [FINE, 64]);
  for (const X of [XTrain, XVal, XTest]) {
    X.labels.forEach((label, i) => {
      assertEquals([...X.image(i).subarray(0, 3)], [label, 50 + label, 100 + label]);
      assertEquals([...X.image(i).subarray(99, 102)], [0, 1, 2]);
    });
  }
});

const REFUSED = [
  [
    "a CIFAR-100 label out of range",
    { "train.bin": cifar100([0, 1]), "test.bin": cifar100([2]), "fine_label_names.txt": "a\nb\n" },
    "",
    {},
    "one of the 2 classes of fine_label_names.txt but found 2",
  ],
  [
    "CIFAR-100 records that are cut",
    {
      "train.bin": cifar100([0, 1]).subarray(1),
      "test.bin": cifar100([1]),
      "fine_label_names.txt": "a\nb\n",
    },
    "",
    {},
    "whole records of 3074 bytes",
  ],
  [
    "a class to test by alone",
    { ...photos(10, "train/"), ...photos(4, "test/"), "test/birds/0.png": fileOf("rgb") },
    "",
    {},
    'to be of the classes of its training images but found "birds"',
  ],
  [
    "a class that would paint the terminal",
    { "a.csv": CSV.replaceAll(/^1/gm, "\x1b[31m") },
    "a.csv",
    {},
    "names without control characters",
  ],
  [
    "a size beside IDX files",
    IDX,
    "",
    { size: 3 },
    "Expected size to come with a folder of pictures",
  ],
  [
    "an npz without images",
    npz({ W: labels(3) }),
    "a.npz",
    {},
    "x_train and y_train, or",
  ],
  [
    "labels of other images",
    npz({ X: array([20, 4], Uint8Array), y: labels(19) }),
    "a.npz",
    {},
    "the labels of the 20 images of X in",
  ],
  [
    "labels that are no integers",
    npz({ X: array([2, 4], Uint8Array), y: array([2], Float64Array, () => 0.5) }),
    "a.npz",
    {},
    "label 0 in y in",
  ],
  [
    "a pixel that is NaN",
    npz({ X: array([2, 4], Float64Array, (i) => i === 5 ? NaN : 3), y: labels(2) }),
    "a.npz",
    {},
    "value 5 of X in",
  ],
  [
    "pixels from -1 to 1",
    npz({ X: array([2, 4], Float64Array, (i) => i % 2 - 0.5), y: labels(2) }),
    "a.npz",
    {},
    "all numbers from 0 to 1 but found -0.5",
  ],
  [
    "images of five sizes",
    npz({ X: array([2, 2, 2, 2, 2], Uint8Array), y: labels(2) }),
    "a.npz",
    {},
    "the shape of X in",
  ],
  [
    "test images of another shape",
    npz({
      x_train: array([20, 4], Uint8Array),
      y_train: labels(20),
      x_test: array([3, 9], Uint8Array),
      y_test: labels(3),
    }),
    "a.npz",
    {},
    "2 × 2 × 1, as the others, but found 3 × 3 × 1",
  ],
  [
    "one class only",
    npz({ X: array([9, 4], Uint8Array), y: array([9], Uint8Array, () => 7) }),
    "a.npz",
    {},
    "at least two classes but found one, 7",
  ],
  [
    "300 classes",
    npz({ X: array([300, 4], Uint8Array), y: array([300], Int32Array, (i) => i) }),
    "a.npz",
    {},
    "at most 256 classes but found 300",
  ],
  [
    "too few images",
    npz({ X: array([2, 4], Uint8Array), y: labels(2) }),
    "a.npz",
    {},
    "at least 3 images",
  ],
  [
    "npy without labels",
    { "X.npy": encodeNpy(labels(9)) },
    "X.npy",
    {},
    "labels, the file of the labels of",
  ],
  [
    "labels beside an npz",
    npz({ X: labels(3) }),
    "a.npz",
    { labels: "b.npy" },
    "Expected labels to come with a .npy",
  ],
  [
    "a size beside a table",
    { "a.csv": CSV },
    "a.csv",
    { size: 3 },
    "Expected size to come with a folder of pictures",
  ],
  ["a row that is short", { "a.csv": `${CSV}\n1,2` }, "a.csv", {}, "row 21 of"],
  ["NaN in a table", { "a.csv": `${CSV}\n1,2,NaN,4,5` }, "a.csv", {}, "a pixel in row 21 of"],
  ["a pixel of 256", { "a.csv": `${CSV}\n1,2,256,4,5` }, "a.csv", {}, "but found 256"],
  [
    "titles without a label",
    { "a.csv": "a,b,c\n1,2,3" },
    "a.csv",
    {},
    "a column of labels, titled label, class, target, y",
  ],
  ["an empty table", { "a.csv": "" }, "a.csv", {}, "rows of numbers but found none"],
  ["an empty folder", { "a/b": "" }, "", {}, "to hold .png or .jpg pictures but found none"],
  [
    "a folder without folders",
    { "a.png": fileOf("rgb") },
    "",
    {},
    "a folder of pictures for each class but found none",
  ],
  [
    "a class without pictures",
    { ...photos(9), "birds/readme.txt": "" },
    "",
    {},
    "birds to hold .png or .jpg pictures",
  ],
  [
    "pictures of mixed sizes",
    {
      ...photos(9),
      "dogs/z.png": Uint8Array.fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
      ),
    },
    "",
    {},
    "z.png of 1 × 1",
  ],
  [
    "a picture that is cut",
    { ...photos(9), "dogs/z.png": fileOf("rgb").subarray(0, -30) },
    "",
    {},
    "z.png to be a whole PNG or JPEG picture",
  ],
  [
    "a picture that is none",
    { ...photos(9), "dogs/z.png": "GIF89a" },
    "",
    {},
    "z.png to be a PNG or JPEG picture",
  ],
  [
    "IDX images without labels",
    { "train-images-idx3-ubyte": idx([3, 2, 2]) },
    "",
    {},
    "to hold train-labels-idx1-ubyte beside",
  ],
  [
    "IDX labels of other images",
    { ...IDX, "train-labels-idx1-ubyte": idx([29]) },
    "",
    {},
    "the labels of 30 images but found 29",
  ],
  [
    "IDX that is cut",
    { ...IDX, "train-images-idx3-ubyte": idx([30, 4, 5]).subarray(0, 99) },
    "",
    {},
    "600 bytes of elements",
  ],
  [
    "IDX that is none",
    { ...IDX, "train-images-idx3-ubyte": "hello, I am no IDX file" },
    "",
    {},
    "an IDX file of bytes with 3 sizes",
  ],
  [
    "gzip that is cut",
    { ...IDX, "t10k-images-idx3-ubyte.gz": gzipSync(idx([20, 4, 5])).subarray(0, 20) },
    "",
    {},
    "t10k-images-idx3-ubyte.gz",
  ],
  [
    "another kind of file",
    { "a.tar": "" },
    "a.tar",
    {},
    "a folder of pictures or IDX files, or a .npz, .npy or .csv file",
  ],
] as const;

for (const [name, files, path, options, reason] of REFUSED) {
  Deno.test(`own data: refused, by name: ${name}`, async () => {
    await assertRejects(() => load({ ...files }, path, options), Error, reason);
  });
}

Deno.test("own data: reading pictures can be stopped, and says how far it is", () =>
  withTempDir(async (dir) => {
    for (const [name, bytes] of Object.entries(photos(20))) {
      await Deno.mkdir(`${dir}/${name.split("/")[0]}`, { recursive: true });
      await Deno.writeFile(`${dir}/${name}`, bytes);
    }
    const controller = new AbortController(), { signal } = controller;
    let reports = 0;
    const onProgress = () => {
      reports++;
      controller.abort();
    };
    await assertRejects(() => loadDataset(dir, { signal, onProgress }), DOMException);
    assert(reports > 0);
  }));

Deno.test("own data: any bytes in place of a file are refused, and nothing worse", async () => {
  const rng = new RandomState(1);
  for (let i = 0; i < 40; i++) {
    const bytes = Uint8Array.from(rng.randint(0, 256, 60));
    if (i % 2) bytes.set(fileOf("rgb").subarray(0, 20 + i));
    await assertRejects(() => load({ ...photos(4), "dogs/z.png": bytes }, ""), TypeError, "z.png");
    await assertRejects(() => load({ "a.npz": bytes }, "a.npz"), TypeError, "a.npz");
  }
});

import { spreadChart } from "two-layer-net/plotting";

export default spreadChart([{ name: "raw", values: [] }]);

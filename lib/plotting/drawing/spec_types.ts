/**
 * Names for the parts of Vega-Lite's types that we write specs with.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";

/** A view of several layers. */
export type LayeredSpec = Extract<TopLevelSpec, { layer: unknown }>;

/** One layer of a layered spec. */
export type Layer = LayeredSpec["layer"][number];

/** A view with one mark. */
export type UnitView = Extract<Layer, { mark: unknown }>;

/** Which channel shows what. */
export type Encoding = NonNullable<UnitView["encoding"]>;

/** A mark with its properties. */
export type MarkDef = Exclude<UnitView["mark"], string>;

/** A worker whose trials have the value of their one parameter. */

import { serveTrials } from "two-layer-net/tuning";

serveTrials((trial) => trial.suggestFloat("x", 0, 1));

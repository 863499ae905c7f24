/**
 * Undoes `hidden_environment.ts`.
 *
 * @module
 */

import process from "node:process";
import { environment } from "./hidden_environment.ts";

process.env = environment;

// Where the scripts stand that are tested: in CTR_ASSETS as the server sends them, else as they are written.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const folder = process.env.CTR_ASSETS || new URL("../../renderer/assets/", import.meta.url).pathname;
export const assets = (file) => pathToFileURL(join(folder, file)).href;

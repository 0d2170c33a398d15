// What is measured of the package by itself in one world, in a process of its own.
// node --expose-gc benches/js/figures.mjs WORLD [--quick]

import { FIGURES } from "./figures/index.mjs";
import { tell } from "./processes.mjs";
import { SIZES } from "./sizes.mjs";

const [world, ...options] = process.argv.slice(2);
const { made } = await import(Object.hasOwn(SIZES, world) ? "./worlds/size.mjs" : `./worlds/${world}.mjs`);
const place = await made(world);
const here = FIGURES.filter(({ at }) => at.includes(world));
tell(here.map((figure) => ({ ...figure, at: world, ...figure.take(place, options.includes("--quick")) })));

// Medians of many runs in node; each sample is a batch of at least four milliseconds, or one call where a call takes longer.

// Microseconds that one turn of some work takes in a batch.
export function sample(work, count) {
  const start = process.hrtime.bigint();
  for (let turn = 0; turn < count; turn++) work(turn);
  return Number(process.hrtime.bigint() - start) / 1000 / count;
}

// How many turns make a sample.
export function batch(work) {
  let count = 1;
  while (sample(work, count) * count < 4000 && count < 1 << 22) count *= 2;
  return count;
}

export const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

export function median(work, samples = 21) {
  const count = batch(work);
  return middle(Array.from({ length: samples }, () => sample(work, count)));
}

export const line = (name, micros) => console.log(`  ${name.padEnd(72)} ${micros.toFixed(3).padStart(12)} us`);

// Medians of many runs in node; each sample is a batch of at least four milliseconds, or one call where a call takes longer.
export function median(work, samples = 21) {
  let batch = 1;
  const time = (count) => {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < count; turn++) work(turn);
    return Number(process.hrtime.bigint() - start) / 1000;
  };
  while (time(batch) < 4000 && batch < 1 << 22) batch *= 2;
  const times = Array.from({ length: samples }, () => time(batch) / batch).sort((a, b) => a - b);
  return times[times.length >> 1];
}

export const line = (name, micros) => console.log(`  ${name.padEnd(72)} ${micros.toFixed(3).padStart(12)} us`);

// Puts the figures of one run into docs/PERFORMANCE.md. usage: node record.mjs [FILE] (what run.sh printed; by default last-run.txt)
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url).pathname;
const lines = readFileSync(process.argv[2] ?? `${here}last-run.txt`, "utf8").split("\n");
const page = `${here}../../docs/PERFORMANCE.md`;
const BEGIN = "<!-- figures: begin -->";
const END = "<!-- figures: end -->";

// `  name   0.512  at most 0.5   MISSED`, also those of memory and of the library
const goals = lines.flatMap((text) => {
  const told = /^ {2}(.*?) {2,}([\d.]+) +at most ([\d.]+) +(met|MISSED)$/.exec(text);
  return told ? [`| ${told[1]} | ${Number(told[2])} | ${told[3]} | ${told[4].toLowerCase()} |`] : [];
});

// Of the form of 300 items: each block's title, then its lines
const start = lines.findIndex((text) => text.startsWith("=== 300 items"));
const next = lines.findIndex((text, at) => at > start && text.startsWith("=== "));
const peers = [];
let title = "";
for (const text of lines.slice(start + 1, next)) {
  const told = /^ {2}(\S.*?) +([\d.]+) us +x([\d.]+)/.exec(text);
  if (told) peers.push(`| ${title} | ${told[1]} | ${Number(told[2]).toLocaleString("en")} | ${Number(told[3])} |`);
  else if (text && !text.startsWith(" ")) title = text;
}
const nodeStart = lines.findIndex((text) => text.startsWith("form of 300 items in node"));
for (const text of nodeStart < 0 ? [] : lines.slice(nodeStart + 1)) {
  const told = /^ {2}(\S.*?) +([\d.]+) us$/.exec(text);
  if (!told) break;
  peers.push(`| in node | ${told[1]} | ${Number(told[2]).toLocaleString("en")} | |`);
}

const table = (head, rows) => [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows].join("\n");
const figures = [
  BEGIN,
  "Goals:\n",
  table(["what", "measured", "at most", ""], goals),
  "\nThe form of 300 items beside its peers; the ratio is to the first line of the same work:\n",
  table(["work", "who", "us", "ratio"], peers),
  END,
].join("\n");
const text = readFileSync(page, "utf8");
if (!goals.length || !peers.length || !text.includes(BEGIN) || !text.includes(END)) {
  throw new Error("no figures in the run, or no place for them in docs/PERFORMANCE.md");
}
writeFileSync(page, text.slice(0, text.indexOf(BEGIN)) + figures + text.slice(text.indexOf(END) + END.length));

// Reads what a person hands in. Folders of others' code and files that are not text are left out.

const SKIPPED = /(^|\/)(\.[^/]+|node_modules|target|build|dist|__pycache__)(\/|$)/;

export async function fromDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return fromList(transfer.files);
  const files = [];
  const waiting = entries;
  while (waiting.length > 0) {
    const entry = waiting.shift();
    const path = entry.fullPath.replace(/^\//, '');
    if (SKIPPED.test(path)) continue;
    if (entry.isDirectory) waiting.push(...(await children(entry)));
    else files.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
  }
  return read(files);
}

export function fromList(list) {
  return read([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

async function children(folder) {
  const reader = folder.createReader();
  const all = [];
  // A reader gives its entries in portions, and an empty one at the end.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function read(files) {
  const kept = files.filter(({ path }) => !SKIPPED.test(path));
  const texts = await Promise.all(kept.map(async ({ path, file }) => ({ path, text: await file.text() })));
  return texts.filter(({ text }) => !text.includes('\0')).sort((a, b) => (a.path < b.path ? -1 : 1));
}

// Reads what a person hands in. What is not read is listed, so that nothing is left out in silence.

const RECORDS = /^(.*\/)?\.git(?=\/)/;
const LARGEST = 16 * 1024 * 1024;
const LANGUAGES = { py: 'python', js: 'javascript', mjs: 'javascript', jsx: 'javascript', ts: 'typescript', tsx: 'tsx', java: 'java', go: 'go', rs: 'rust' };

// The files that are texts, sorted by path, and what was set aside: the form of `content.files` and `content.set_aside`.
export async function fromDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return fromList(transfer.files);
  const files = [];
  const waiting = entries;
  while (waiting.length > 0) {
    const entry = waiting.shift();
    const path = entry.fullPath.replace(/^\//, '');
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

async function read(all) {
  const packages = packagesOf(all);
  const texts = [];
  const setAside = new Map();
  for (const { path, file } of all) {
    const folder = foldersOf(path).find((name) => packages.has(name));
    const records = path.match(RECORDS)?.[0];
    if (folder) {
      count(setAside, folder.slice(0, folder.indexOf('node_modules') + 'node_modules'.length), 'dependencies', path, file);
    } else if (records) {
      count(setAside, records, 'version_control', path, file);
    } else if (file.size > LARGEST) {
      const language = languageOf(path);
      setAside.set(path, { path, reason: 'too_large', bytes: file.size, ...(language && { language }) });
    } else {
      const text = await file.text();
      if (text.includes('\0') && !languageOf(path)) count(setAside, foldersOf(path)[0] ?? '.', 'binary', path, file);
      else texts.push({ path, text });
    }
  }
  texts.sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.assign(texts, { setAside: [...setAside.values()] });
}

// Folders in node_modules that have a package.json. A folder that only has such a name is read.
function packagesOf(all) {
  const marks = all.filter(({ path }) => /(^|\/)node_modules\/.+\/package\.json$/.test(path));
  return new Set(marks.map(({ path }) => path.slice(0, -'/package.json'.length)));
}

// The folders around a file, the nearest first.
function foldersOf(path) {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

function languageOf(path) {
  return LANGUAGES[path.split('.').pop().toLowerCase()];
}

function count(setAside, path, reason, name, file) {
  const key = `${reason} ${path}`;
  const entry = setAside.get(key) ?? { path, reason, files: 0, bytes: 0, code_files: 0, code_bytes: 0 };
  entry.files += 1;
  entry.bytes += file.size;
  if (languageOf(name)) {
    entry.code_files += 1;
    entry.code_bytes += file.size;
  }
  setAside.set(key, entry);
}

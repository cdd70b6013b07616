#!/usr/bin/env bash
# Builds the npm packages that are released, and tries them: node_package.sh
#
# The packages go to build/npm: the main one, and one for this platform with the native module. They are installed
# into clean projects (ESM, CommonJS, TypeScript), which then assess something.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$PWD/build/npm
scripts/npm.sh sono-node
rm -rf "$work"
mkdir -p "$work/native" "$work/packages" "$work/sono-eval"

cd sono-node
napi=$PWD/node_modules/.bin/napi
"$napi" build --platform --release --strip --js native.js --dts native.d.ts --output-dir "$work/native"
for generated in native.js native.d.ts; do
  cmp "$generated" "$work/native/$generated" || {
    echo "node_package: $generated is not current; run: npm run --prefix sono-node loader" >&2
    exit 1
  }
done

# The main package names the platforms that were built; a release that collects artefacts of others names those too.
cp -r package.json README.md ../LICENSE-APACHE ../LICENSE-MIT "$work/sono-eval"
node -p 'require("./package.json").files.join("\n")' | xargs cp -r --target-directory "$work/sono-eval"
mkdir "$work/sono-eval/npm"
"$napi" create-npm-dirs --cwd "$work/sono-eval"
mv "$work/sono-eval/npm" "$work/platforms"
for module in "$work"/native/*.node; do
  platform=${module#*/sono-eval.}
  cp "$module" "$work/platforms/${platform%.node}"
done
node - "$work" <<'JS'
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs')
const work = process.argv[2]
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const main = read(`${work}/sono-eval/package.json`)
for (const name of ['devDependencies', 'scripts', 'napi', 'private']) delete main[name]
const built = readdirSync(`${work}/platforms`)
  .map((platform) => ({ folder: `${work}/platforms/${platform}`, ...read(`${work}/platforms/${platform}/package.json`) }))
  .filter(({ folder, main }) => existsSync(`${folder}/${main}`))
main.optionalDependencies = Object.fromEntries(built.map(({ name, version }) => [name, version]))
writeFileSync(`${work}/sono-eval/package.json`, JSON.stringify(main, null, 2) + '\n')
writeFileSync(`${work}/built`, built.map(({ folder }) => folder + '\n').join(''))
JS
while read -r folder; do
  cp ../LICENSE-APACHE ../LICENSE-MIT "$folder"
  npm pack --silent --pack-destination "$work/packages" "$folder"
done <"$work/built"
npm pack --silent --pack-destination "$work/packages" "$work/sono-eval"

smoke='
const engine = new Engine()
engine.assess("def double(x):\n    return 2 * x\n").then(async ({ overall_score }) => {
  if (!((overall_score ?? 0) > 0)) throw new Error("no score")
  for await (const item of engine.assessBatch(["x = 1", "y = 2"])) if (item.status !== "completed") throw new Error(item.status)
  const panic = await engine.callJson(`{"call": "panic"}`).catch((error) => error.code)
  if (panic !== "invalid_call") throw new Error("the call that panics is part of the release")
  console.log("node_package: NAME works")
})'
tsc=$PWD/node_modules/.bin/tsc
project() {
  local name=$1 file=$2 type=$3 head=$4
  mkdir -p "$work/projects/$name"
  cd "$work/projects/$name"
  echo "{\"private\": true, \"type\": \"$type\"}" >package.json
  printf '%s\n%s\n' "$head" "${smoke/NAME/$name}" >"$file"
  # The dependencies are among them, so the registry is not asked.
  npm install --silent --offline --no-audit --no-fund "$work"/packages/*.tgz
}
project esm smoke.mjs module 'import { Engine } from "sono-eval"'
node smoke.mjs
project commonjs smoke.js commonjs 'const { Engine } = require("sono-eval")'
node smoke.js
for resolution in node16 bundler; do
  project "typescript-$resolution" smoke.ts module 'import { Engine } from "sono-eval"'
  [[ $resolution == bundler ]] && module=esnext || module=$resolution
  "$tsc" --strict --target es2022 --lib es2022,dom --types '' --module "$module" --moduleResolution "$resolution" smoke.ts
  node smoke.js
done
ls -l "$work/packages" | awk 'NR > 1 { printf "node_package: %s, %.2f MB\n", $NF, $5 / 1e6 }'

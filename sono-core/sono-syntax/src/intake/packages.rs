//! Folders of packages and of build output among the files of a hand-in, recognised by how they are built. A name alone
//! says nothing: a folder called `vendor` or `build` may hold anything.

use std::collections::BTreeMap;

use serde_json::Value;

/// The first line of the file that marks a cache (<https://bford.info/cachedir/>).
const CACHE_SIGNATURE: &str = "Signature: 8a477f597d28d172789f06886806bc55";

/// Folders that others filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packages {
    /// For the path of each such folder, the folder under which it is listed, and whether it is build output.
    folders: BTreeMap<String, (String, bool)>,
}

impl Packages {
    /// Finds them by the paths and texts of all files.
    pub fn find<'t>(files: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> Self {
        let mut packages = Self::default();
        let mut paths: Vec<&str> = Vec::new();
        for (path, text) in files.clone() {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            match name {
                "package.json" => packages.node(folder, text),
                "pyvenv.cfg" => {
                    if paths.is_empty() {
                        paths.extend(files.clone().map(|(path, _)| path));
                        paths.sort_unstable();
                    }
                    packages.python(folder, text, &paths);
                }
                "history" => {
                    if let Some((environment, "conda-meta")) = folder.rsplit_once('/') {
                        packages.whole(environment, false);
                    }
                }
                "modules.txt" => packages.go(folder, text),
                "installed.json" => packages.composer(folder, text),
                "CACHEDIR.TAG" if text.starts_with(CACHE_SIGNATURE) => packages.whole(folder, true),
                ".rustc_info.json" if json(text).get("rustc_fingerprint").is_some() => {
                    packages.whole(folder, true)
                }
                _ => {}
            }
        }
        packages
    }

    /// The folder under which a file is listed, if it lies in such a folder, and whether that is build output.
    pub fn folder_of(&self, path: &str) -> Option<(&str, bool)> {
        if self.folders.is_empty() {
            return None;
        }
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        let found = ends.filter_map(|end| self.folders.get(path.get(..end)?)).next();
        found.map(|(listed, is_output)| (listed.as_str(), *is_output))
    }

    fn part(&mut self, listed: &str, part: &str) {
        self.folders
            .insert(joined(listed, part), (if listed.is_empty() { "." } else { listed }.to_owned(), false));
    }

    /// The root of a hand-in is never set aside as a whole.
    fn whole(&mut self, folder: &str, is_output: bool) {
        if !folder.is_empty() {
            self.folders.insert(folder.to_owned(), (folder.to_owned(), is_output));
        }
    }

    /// A package in `node_modules` that says its name and version.
    fn node(&mut self, folder: &str, text: &str) {
        let mut parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        if let Some((outer, scope)) = parent.rsplit_once('/')
            && scope.starts_with('@')
        {
            parent = outer;
        }
        let is_inside = parent == "node_modules" || parent.ends_with("/node_modules");
        let says = |package: &Value, key: &str| package.get(key).is_some_and(Value::is_string);
        if is_inside && Some(json(text)).is_some_and(|it| says(&it, "name") && says(&it, "version")) {
            self.folders.insert(folder.to_owned(), (parent.to_owned(), false));
        }
    }

    /// The parts of a Python environment (PEP 405). Other files may lie beside them.
    fn python(&mut self, folder: &str, text: &str, sorted: &[&str]) {
        if !text.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == "home")) {
            return;
        }
        let prefix = joined(folder, "");
        for part in ["Lib/site-packages", "include", "share"] {
            self.part(folder, part);
        }
        let first = sorted.partition_point(|path| *path < prefix.as_str());
        let paths = sorted.get(first..).unwrap_or_default().iter();
        for path in paths.map_while(|path| path.strip_prefix(prefix.as_str())) {
            let mut parts = path.split('/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(scripts @ ("bin" | "Scripts")), Some("activate" | "activate.bat"), None) => {
                    self.part(folder, scripts);
                }
                (Some(lib @ ("lib" | "lib64")), Some(version), Some("site-packages"))
                    if version.starts_with("python") || version.starts_with("pypy") =>
                {
                    self.part(folder, &format!("{lib}/{version}"));
                }
                _ => {}
            }
        }
    }

    /// The modules that Go put into `vendor`.
    fn go(&mut self, folder: &str, text: &str) {
        if folder != "vendor" && !folder.ends_with("/vendor") {
            return;
        }
        let modules = text.lines().filter_map(|line| line.strip_prefix("# ")?.split_whitespace().next());
        let before = self.folders.len();
        modules.filter(|path| is_inside(path)).for_each(|path| self.part(folder, path));
        if self.folders.len() > before {
            self.part(folder, "modules.txt");
        }
    }

    /// The packages that Composer put into `vendor`.
    fn composer(&mut self, folder: &str, text: &str) {
        let Some(vendor) =
            folder.strip_suffix("/composer").filter(|it| *it == "vendor" || it.ends_with("/vendor"))
        else {
            return;
        };
        let installed = json(text);
        let packages = installed.get("packages").unwrap_or(&installed).as_array();
        let names = packages.into_iter().flatten().filter_map(|package| package.get("name")?.as_str());
        let before = self.folders.len();
        names.filter(|name| name.contains('/') && is_inside(name)).for_each(|name| self.part(vendor, name));
        if self.folders.len() > before {
            ["autoload.php", "bin", "composer"].iter().for_each(|part| self.part(vendor, part));
        }
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn joined(folder: &str, part: &str) -> String {
    if folder.is_empty() { part.to_owned() } else { format!("{folder}/{part}") }
}

/// Whether a listed path leads to somewhere below its folder.
fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_by_how_they_are_built() {
        let files = [
            ("web/node_modules/left/package.json", r#"{"name": "left", "version": "1.0.0"}"#),
            ("web/node_modules/@a/b/package.json", r#"{"name": "@a/b", "version": "2.0.0"}"#),
            ("web/node_modules/mine/package.json", r#"{"name": "mine"}"#),
            ("env/pyvenv.cfg", "home = /usr/bin\n"),
            ("env/lib/python3.12/site-packages/six.py", ""),
            ("env/bin/activate", ""),
            ("vendor/modules.txt", "# example.com/a v1.0.0\nexample.com/a\n# ../b v1.0.0\n"),
            ("out/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"),
            ("pyvenv.cfg", "nothing"),
        ];
        let packages = Packages::find(files.iter().copied());
        for (path, folder) in [
            ("web/node_modules/left/index.js", Some(("web/node_modules", false))),
            ("web/node_modules/@a/b/lib/x.js", Some(("web/node_modules", false))),
            ("web/node_modules/mine/index.js", None),
            ("web/node_modules/x.js", None),
            ("env/lib/python3.12/site-packages/a/b.py", Some(("env", false))),
            ("env/bin/tool.py", Some(("env", false))),
            ("env/mine.py", None),
            ("vendor/example.com/a/a.go", Some(("vendor", false))),
            ("vendor/mine/a.go", None),
            ("out/x/y.rs", Some(("out", true))),
            ("a.py", None),
        ] {
            assert_eq!(packages.folder_of(path), folder, "{path}");
        }
    }
}

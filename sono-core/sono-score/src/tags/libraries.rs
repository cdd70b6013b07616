//! Which package an import names, in each language.

use super::standard_modules::{NODE, PYTHON};

/// The package of a Python module. `None` for the standard library.
pub(super) fn python(module: &str) -> Option<String> {
    let first = module.split('.').next().unwrap_or("").trim();
    // What begins with `_` is a part of Python, or another package's own.
    let is_name = first.starts_with(|c: char| c.is_alphabetic())
        && first.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && PYTHON.binary_search(&first).is_err()).then(|| first.to_owned())
}

/// The package of a module of JavaScript. `None` for what comes with Node, for addresses and for names that a project's
/// settings give to its own folders.
pub(super) fn node(module: &str) -> Option<String> {
    let module = module.strip_prefix("npm:").unwrap_or(module);
    if module.contains([':', '\\', '?', '!', '$', '`', ' ']) || module.starts_with(['.', '/', '#', '~']) {
        return None;
    }
    let mut parts = module.split('/');
    let first = parts.next().unwrap_or("");
    if let Some(scope) = first.strip_prefix('@') {
        let name = parts.next().unwrap_or("");
        return (is_npm(scope) && is_npm(name)).then(|| format!("{first}/{name}"));
    }
    (is_npm(first) && NODE.binary_search(&first).is_err()).then(|| first.to_owned())
}

/// Whether npm would take this for the name of a package.
fn is_npm(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
}

/// Roots of packages that are turned around from domains. Any other root is the name of a project.
const DOMAINS: &[&str] = &[
    "ai", "app", "at", "be", "biz", "br", "cc", "ch", "cn", "co", "com", "cz", "de", "dev", "edu", "es",
    "eu", "fi", "fr", "gov", "in", "info", "io", "it", "jp", "kr", "me", "net", "nl", "no", "org", "pl",
    "ru", "se", "tech", "tv", "uk", "us", "xyz",
];

/// Domains below which many projects live.
const HOSTS: &[&str] = &[
    "com.amazonaws",
    "com.github",
    "com.gitlab",
    "com.google",
    "com.microsoft",
    "dev.langchain4j",
    "io.github",
    "org.apache",
    "org.eclipse",
    "org.jetbrains",
];

/// Roots of Java's own packages.
const JAVA: &[&str] = &["java", "jdk", "sun", "com.sun", "org.w3c.dom", "org.xml.sax", "org.ietf.jgss"];

/// Those of `javax` that never came with it, or no longer do.
const EXTENSIONS: &[&str] = &[
    "javax.annotation",
    "javax.ejb",
    "javax.enterprise",
    "javax.inject",
    "javax.jms",
    "javax.mail",
    "javax.persistence",
    "javax.servlet",
    "javax.transaction",
    "javax.validation",
    "javax.ws",
    "javax.faces",
    "javax.batch",
];

/// The project of a Java import, by the start of its package. `None` for what comes with Java.
pub(super) fn java(module: &str) -> Option<String> {
    if JAVA.iter().any(|root| is_below(module, root, '.')) {
        return None;
    }
    if let Some(rest) = module.strip_prefix("javax.") {
        let name = rest.split('.').next().unwrap_or("");
        let root = format!("javax.{name}");
        if is_below(rest, "annotation.processing", '.') {
            return None;
        }
        return EXTENSIONS.contains(&root.as_str()).then_some(root);
    }
    let parts: Vec<&str> = module.split('.').collect();
    let packages = parts.iter().take_while(|part| part.starts_with(|c: char| c.is_lowercase())).count();
    let root = parts.first()?;
    let two = parts.get(..2).map(|parts| parts.join("."));
    let length = if *root == "jakarta" {
        2
    } else if !DOMAINS.contains(root) {
        1
    } else if two.is_some_and(|two| HOSTS.contains(&two.as_str())) {
        3
    } else {
        2
    };
    // What has a shorter package, or none, is no project that can be named.
    (packages >= length && parts.len() > length).then(|| parts.get(..length).unwrap_or_default().join("."))
}

/// The module of a Go package. `None` for the standard library.
pub(super) fn go(module: &str) -> Option<String> {
    let host = module.split('/').next().unwrap_or("");
    if !host.contains('.') || module.starts_with('.') {
        return None;
    }
    let length = match host {
        "gopkg.in" | "k8s.io" | "go.uber.org" | "google.golang.org" | "sigs.k8s.io" | "gorm.io"
        | "modernc.org" => 2,
        _ => 3,
    };
    let parts: Vec<&str> = module.split('/').take(length).collect();
    (parts.len() > 1).then(|| parts.join("/"))
}

/// The crate of a path in Rust. `None` for those that come with the compiler, and for paths that begin with a type.
pub(super) fn rust(module: &str) -> Option<String> {
    let first = module.trim_start_matches("::").split([':', ' ']).next().unwrap_or("");
    let is_crate = first.starts_with(|c: char| c.is_ascii_lowercase())
        && first.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let comes =
        matches!(first, "std" | "core" | "alloc" | "proc_macro" | "test" | "crate" | "self" | "super");
    (is_crate && !comes).then(|| first.to_owned())
}

/// Whether a path is `root`, or below it.
pub(super) fn is_below(path: &str, root: &str, separator: char) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(of: fn(&str) -> Option<String>, modules: &[&str]) -> String {
        modules
            .iter()
            .map(|module| of(module).unwrap_or_else(|| "-".to_owned()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(PYTHON.is_sorted() && NODE.is_sorted());
    }

    #[test]
    fn an_import_names_its_package() {
        assert_eq!(
            all(python, &["numpy.linalg", "os.path", "__future__", "yaml", "typing", "_sre"]),
            "numpy - - yaml - -"
        );
        assert_eq!(
            all(
                node,
                &[
                    "react",
                    "@nestjs/common/x",
                    "node:fs",
                    "fs/promises",
                    "./a",
                    "@/lib/a",
                    "lodash/fp",
                    "https://x.y/z",
                    "npm:chalk"
                ]
            ),
            "react @nestjs/common - - - - lodash - chalk"
        );
        assert_eq!(
            all(
                java,
                &[
                    "java.util.List",
                    "javax.swing.JFrame",
                    "javax.annotation.processing.Processor",
                    "javax.servlet.http.HttpServlet",
                    "org.springframework.web.X",
                    "com.google.common.collect.ImmutableList",
                    "lombok.Data",
                    "org.junit.Test",
                    "jakarta.persistence.Entity",
                    "org.apache.commons.lang3.StringUtils",
                    "Foo",
                    "com.Foo",
                ]
            ),
            "- - - javax.servlet org.springframework com.google.common lombok org.junit jakarta.persistence \
             org.apache.commons - -"
        );
        assert_eq!(
            all(
                go,
                &[
                    "fmt",
                    "net/http",
                    "github.com/gin-gonic/gin/binding",
                    "gopkg.in/yaml.v3",
                    "golang.org/x/sync/errgroup"
                ]
            ),
            "- - github.com/gin-gonic/gin gopkg.in/yaml.v3 golang.org/x/sync"
        );
        assert_eq!(
            all(
                rust,
                &[
                    "std::fmt",
                    "serde::Deserialize",
                    "crate::a",
                    "Shape",
                    "tokio",
                    "::rand::Rng",
                    "serde as s"
                ]
            ),
            "- serde - - tokio rand serde"
        );
    }
}

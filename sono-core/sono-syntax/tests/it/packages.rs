//! The package that an import names, in each language.

use sono_syntax::language::by_name;

#[test]
fn an_import_names_its_package() {
    let all = |language: &str, modules: &[&str]| {
        let of = |module: &&str| by_name(language).unwrap().modules.package_of(module);
        modules
            .iter()
            .map(|module| of(module).unwrap_or_else(|| "-".to_owned()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        all("python", &["numpy.linalg", "os.path", "__future__", "yaml", "typing", "_sre"]),
        "numpy - - yaml - -"
    );
    assert_eq!(
        all(
            "javascript",
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
            "java",
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
            "go",
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
            "rust",
            &["std::fmt", "serde::Deserialize", "crate::a", "Shape", "tokio", "::rand::Rng", "serde as s"]
        ),
        "- serde - - tokio rand serde"
    );
}

//! Sets the name under which programs look for the shared library: before 1.0, each minor version has its own.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION_{name}")).unwrap_or_default();
    let major = part("MAJOR");
    let version = if major == "0" { format!("0.{}", part("MINOR")) } else { major };
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux" | "android" | "freebsd" | "netbsd" | "openbsd") => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libsono_eval.so.{version}");
        }
        Ok("macos") => {
            let name = format!("@rpath/libsono_eval.{version}.dylib");
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,{name}");
        }
        _ => {}
    }
}

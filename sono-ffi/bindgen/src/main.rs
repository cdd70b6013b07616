//! Generates Kotlin, Swift, Ruby and Python from the built library; `scripts/uniffi.sh` calls it.

fn main() {
    uniffi::uniffi_bindgen_main();
}

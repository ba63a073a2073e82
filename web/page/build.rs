//! The linker's options for the module of the browser.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_ARCH");
    if target.is_ok_and(|target| target == "wasm32") {
        // Documents may be nested deeply; the linker's default is 1 MiB.
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=16777216");
    }
}

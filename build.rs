//! Builds anew when the web app was built: its files are embedded in the binary.

fn main() {
    println!("cargo:rerun-if-changed=web/dist");
}

//! Commands of the program that are more than wiring, one a file.

pub mod init;

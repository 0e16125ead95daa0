//! Settings of the passes and the order they run in, from `cleaner.toml` and the command line.

/// What the passes can be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Read pages in this encoding, whatever they look like.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Decisions with a smaller margin (hundredths of a natural logarithm) are listed as unsure.
    pub unsure_below: i32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            encoding: None,
            unsure_below: 150,
        }
    }
}

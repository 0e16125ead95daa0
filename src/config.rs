//! Settings of the passes and the order they run in, from `cleaner.toml` and the command line.
//!
//! ```toml
//! passes = ["decode", "fold", "lines"]   # optional: the passes in running order
//!
//! [decode]
//! encoding = "gb18030"                   # one table per pass, one key per option
//! ```
//!
//! All options stand in one table, [`OPTIONS`], made together with [`Settings`] by the `options!` list
//! below: adding an option is one line there. Whatever the file says that is not in the table is an
//! error that names the line and what could stand there.

use crate::error::{Error, hint, list};
use crate::passes;
use encoding_rs::Encoding;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// An option of a pass.
pub struct Opt {
    /// The pass; the name of its table in `cleaner.toml`.
    pub pass: &'static str,
    /// The key in that table.
    pub key: &'static str,
    /// What it does, in one line.
    pub meaning: &'static str,
    /// What its value must be, in words.
    pub wants: &'static str,
    set: fn(&mut Settings, &DeValue<'_>) -> Option<()>,
    show: fn(&Settings) -> String,
}

macro_rules! options {
    ($($pass:literal $key:literal, $meaning:literal => $field:ident: $type:ty = $default:expr;)*) => {
        /// What the passes can be told.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            $(#[doc = $meaning] pub $field: $type,)*
        }

        impl Default for Settings {
            fn default() -> Self {
                Settings { $($field: $default,)* }
            }
        }

        /// All options of all passes.
        pub const OPTIONS: &[Opt] = &[$(Opt {
            pass: $pass,
            key: $key,
            meaning: $meaning,
            wants: <$type as Setting>::WANTS,
            set: |settings, value| {
                settings.$field = <$type as Setting>::read(value)?;
                Some(())
            },
            show: |settings| settings.$field.show(),
        },)*];
    };
}

options! {
    "decode" "encoding", "Read pages in this encoding, whatever they look like." => encoding: Option<&'static Encoding> = None;
    "label" "unsure-below", "Decisions with a smaller margin (hundredths of a natural logarithm) are listed as unsure." => unsure_below: i32 = 150;
}

/// A type that an option can have.
trait Setting: Sized {
    const WANTS: &'static str;
    fn read(value: &DeValue<'_>) -> Option<Self>;
    fn show(&self) -> String;
}

impl Setting for Option<&'static Encoding> {
    const WANTS: &'static str = "\"auto\" or the name of an encoding, such as \"gb18030\", \"big5\", \"utf-16le\" or \"utf-8\"";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        match value.as_str()? {
            label if label.eq_ignore_ascii_case("auto") => Some(None),
            label => Encoding::for_label(label.trim().as_bytes()).map(Some),
        }
    }

    fn show(&self) -> String {
        self.map_or_else(|| "auto".to_owned(), |e| e.name().to_lowercase())
    }
}

impl Setting for i32 {
    const WANTS: &'static str = "a whole number";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let number = value.as_integer()?;
        i32::from_str_radix(number.as_str(), number.radix()).ok()
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Settings {
    /// Sets the encoding by its name, as `--encoding` does.
    ///
    /// # Errors
    ///
    /// The name is not that of an encoding.
    pub fn set_encoding(&mut self, label: &str) -> Result<(), Error> {
        type Type = Option<&'static Encoding>;
        self.encoding = Type::read(&DeValue::String(label.into())).ok_or_else(|| Error::Value {
            place: "--encoding".to_owned(),
            problem: format!("unknown encoding `{label}`; give {}", Type::WANTS),
        })?;
        Ok(())
    }

    /// All options with their values, in one line; the same settings always give the same line.
    pub fn describe(&self) -> String {
        OPTIONS
            .iter()
            .map(|o| format!("{}.{}={}", o.pass, o.key, (o.show)(self)))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A pass that was named, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The word.
    pub name: String,
    /// A flag, or a file and line; for error messages.
    pub place: String,
}

/// What a `cleaner.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The passes in running order, if the file lists them.
    pub passes: Option<Vec<Named>>,
    /// The options; what the file does not mention has its default.
    pub settings: Settings,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not TOML, or says something that is not in [`OPTIONS`].
    pub fn read(file: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(file).map_err(|reason| Error::NoConfig {
            file: file.to_owned(),
            reason,
        })?;
        Self::parse(file, &text)
    }

    /// Reads the text of a configuration file; `file` is for the messages.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn parse(file: &Path, text: &str) -> Result<Self, Error> {
        let reader = Reader { file, text };
        let table = DeTable::parse(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            // The parser's message may run over lines; an error here is one line.
            let message = e.message().lines().collect::<Vec<_>>().join(", ");
            reader.fault(at, format!("not TOML: {message}"))
        })?;
        let mut config = Config::default();
        for (key, value) in sorted(table.get_ref()) {
            let name = key.get_ref().as_ref();
            if name == "passes" {
                config.passes = Some(reader.passes(value)?);
            } else if passes::ALL.iter().any(|p| p.name == name) {
                reader.options(name, value, &mut config.settings)?;
            } else {
                let known = || ["passes"].into_iter().chain(tables());
                return Err(reader.fault(
                    key.span().start,
                    format!(
                        "unknown key `{name}`{}; here stand `passes` and a table for a pass: {}",
                        hint(name, known()),
                        list(tables())
                    ),
                ));
            }
        }
        Ok(config)
    }
}

/// The passes that have options.
fn tables() -> impl Iterator<Item = &'static str> {
    passes::ALL
        .iter()
        .map(|p| p.name)
        .filter(|&name| OPTIONS.iter().any(|o| o.pass == name))
}

/// The entries in the order of the file, so that the first error is the topmost one.
fn sorted<'a, 'i>(
    table: &'a DeTable<'i>,
) -> Vec<(
    &'a Spanned<toml::de::DeString<'i>>,
    &'a Spanned<DeValue<'i>>,
)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        let head = &self.text.as_bytes()[..at.min(self.text.len())];
        1 + memchr::memchr_iter(b'\n', head).count()
    }

    fn fault(&self, at: usize, problem: String) -> Error {
        Error::Config {
            file: self.file.to_owned(),
            line: self.line(at),
            problem,
        }
    }

    fn passes(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Named>, Error> {
        let wrong = |at| {
            self.fault(
                at,
                "`passes` must be a list of names, such as [\"decode\", \"fold\"]".to_owned(),
            )
        };
        let array = value.get_ref().as_array();
        let mut named = Vec::new();
        for entry in array.ok_or_else(|| wrong(value.span().start))?.iter() {
            let at = entry.span().start;
            let name = entry.get_ref().as_str().ok_or_else(|| wrong(at))?;
            named.push(Named {
                name: name.to_owned(),
                place: format!("{}:{}", self.file.display(), self.line(at)),
            });
        }
        Ok(named)
    }

    fn options(
        &self,
        pass: &str,
        value: &Spanned<DeValue<'_>>,
        settings: &mut Settings,
    ) -> Result<(), Error> {
        let table = value.get_ref().as_table().ok_or_else(|| {
            self.fault(
                value.span().start,
                format!("`{pass}` must be a table of options: [{pass}] on a line of its own"),
            )
        })?;
        let known = || OPTIONS.iter().filter(|o| o.pass == pass).map(|o| o.key);
        for (key, value) in sorted(table) {
            let name = key.get_ref().as_ref();
            let Some(option) = OPTIONS.iter().find(|o| o.pass == pass && o.key == name) else {
                let valid = if known().next().is_none() {
                    "it has no options".to_owned()
                } else {
                    format!("its options are {}", list(known()))
                };
                return Err(self.fault(
                    key.span().start,
                    format!(
                        "pass `{pass}` has no option `{name}`{}; {valid}",
                        hint(name, known())
                    ),
                ));
            };
            (option.set)(settings, value.get_ref()).ok_or_else(|| {
                self.fault(
                    value.span().start,
                    format!("`{name}` of `{pass}` must be {}", option.wants),
                )
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(Path::new("cleaner.toml"), text).map_err(|e| e.to_string())
    }

    #[test]
    fn every_option_belongs_to_a_pass() {
        for option in OPTIONS {
            assert!(
                passes::ALL.iter().any(|p| p.name == option.pass),
                "{}.{}",
                option.pass,
                option.key
            );
        }
    }

    #[test]
    fn values_arrive() {
        let config = parse(
            "passes = [\"decode\",\n \"lines\"]\n[decode]\nencoding = 'GBK'\n[label]\nunsure-below = 0x10\n",
        );
        let config = config.expect("a valid file");
        assert_eq!(config.settings.encoding, Some(encoding_rs::GBK));
        assert_eq!(config.settings.unsure_below, 16);
        let named = config.passes.expect("passes");
        assert_eq!(named[1].name, "lines");
        assert_eq!(named[1].place, "cleaner.toml:2");
        assert_eq!(parse(""), Ok(Config::default()));
        assert_eq!(
            parse("[decode]\nencoding = 'auto'\n"),
            Ok(Config::default())
        );
    }

    #[test]
    fn faults_name_line_and_remedy() {
        let cases: &[(&str, &[&str])] = &[
            ("passes = [\n", &["cleaner.toml:", "not TOML"]),
            (
                "\npases = []",
                &["cleaner.toml:2:", "`pases`", "did you mean `passes`?"],
            ),
            (
                "[lable]\nx = 1",
                &["cleaner.toml:1:", "did you mean `label`?", "`decode`"],
            ),
            ("passes = 'decode'", &["cleaner.toml:1:", "list of names"]),
            (
                "passes = [\n'decode',\n3]",
                &["cleaner.toml:3:", "list of names"],
            ),
            ("decode = 1", &["cleaner.toml:1:", "[decode]"]),
            (
                "[decode]\n\nencodign = 'gbk'",
                &[
                    "cleaner.toml:3:",
                    "did you mean `encoding`?",
                    "its options are `encoding`",
                ],
            ),
            (
                "[decode]\nencoding = 'klingon'",
                &["cleaner.toml:2:", "must be", "gb18030"],
            ),
            ("[decode]\nencoding = 3", &["cleaner.toml:2:", "must be"]),
            (
                "[label]\nunsure-below = 1.5",
                &["cleaner.toml:2:", "whole number"],
            ),
            (
                "[label]\nunsure-below = 99999999999",
                &["cleaner.toml:2:", "whole number"],
            ),
            ("[lines]\nx = 1", &["cleaner.toml:2:", "it has no options"]),
        ];
        for (text, words) in cases {
            let message = parse(text).expect_err(text);
            assert!(!message.contains('\n'), "{message}");
            for word in *words {
                assert!(message.contains(word), "{text}: {message}");
            }
        }
    }

    #[test]
    fn description_tells_settings_apart() {
        let mut settings = Settings::default();
        let before = settings.describe();
        settings.set_encoding("big5").expect("an encoding");
        assert_ne!(before, settings.describe());
        assert!(settings.set_encoding("klingon").is_err());
    }
}

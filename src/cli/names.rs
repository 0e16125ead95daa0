//! What pages are called, and which folder their articles get.
//!
//! Page files are told apart when they are found (see [`super::inputs`]); of records that is known only
//! as they come, and their names are anything at all. The second record of a name gets `~2`, and no name
//! leads out of the output folder: what cannot be part of a path is written as `%` and two hexadecimal
//! digits for each byte. To tell names apart costs some 16 bytes of memory for each.

use super::inputs::{ENDINGS, Form, PageFile};
use super::reader::RawPage;
use super::texts::is_article;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;

/// The longest part of a path, in bytes. File systems take 255, and a file must still get a mark.
const LONGEST: usize = 200;

/// The names that are given.
pub(crate) struct Names {
    /// Hashes of names, with how many there were of each. Two names with one hash would be told apart without
    /// need, which harms nobody.
    taken: HashMap<u64, u32>,
    /// Hashes of folders.
    folders: HashSet<u64>,
    /// Names without extension that two page files share.
    shared: HashSet<String>,
}

impl Names {
    /// Begins with the names of the page files, which are settled.
    pub(crate) fn new(inputs: &[PageFile]) -> Self {
        let files = || inputs.iter().filter(|i| i.form != Form::Corpus);
        let mut stems: Vec<&str> = files().map(|p| stem(&p.name)).collect();
        stems.sort_unstable();
        let twice = stems.windows(2).filter(|w| w[0] == w[1]);
        let mut names = Names {
            taken: HashMap::new(),
            folders: HashSet::new(),
            shared: twice.map(|w| w[0].to_owned()).collect(),
        };
        if inputs.iter().any(|i| i.form != Form::Page) {
            for file in files() {
                names.taken.insert(hash(&file.name), 1);
                names
                    .folders
                    .insert(hash(&names.folder_of_file(&file.name)));
            }
        }
        names
    }

    /// The folder for a page file's articles: its name without extension, with it where two pages would
    /// collide or where the folder would look like an article's file.
    fn folder_of_file(&self, name: &str) -> String {
        let short = stem(name);
        let keep = self.shared.contains(short) || looks_like_article(short);
        safe(if keep { name } else { short })
    }

    /// Gives a page a name of its own. Pages must come in the order of the input.
    pub(crate) fn settle(&mut self, page: &mut RawPage) {
        if page.is_record {
            page.name = self.name_of_record(mem::take(&mut page.name));
        }
    }

    /// The folder for the articles of a settled page.
    pub(crate) fn folder(&mut self, page: &RawPage) -> String {
        if page.is_record {
            self.folder_of_record(&page.name)
        } else {
            self.folder_of_file(&page.name)
        }
    }

    fn name_of_record(&mut self, name: String) -> String {
        let count = self.taken.entry(hash(&name)).or_insert(0);
        *count += 1;
        if *count == 1 {
            return name;
        }
        // From where the last one of this name was found, so that a million of them take no longer.
        let mut n = *count;
        let (stem, ending) = name.split_at(page_stem(&name).len());
        loop {
            let other = format!("{stem}~{n}{ending}");
            if let Entry::Vacant(free) = self.taken.entry(hash(&other)) {
                free.insert(1);
                self.taken.insert(hash(&name), n);
                return other;
            }
            n = n.saturating_add(1);
        }
    }

    fn folder_of_record(&mut self, name: &str) -> String {
        let whole = safe(name);
        let wanted = [safe(page_stem(name)), whole.clone()].into_iter();
        let mut wanted = wanted.chain((2..).map(|n| format!("{whole}~{n}")));
        wanted
            .find(|folder| self.folders.insert(hash(folder)))
            .unwrap_or(whole)
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// A name without its extension.
fn stem(name: &str) -> &str {
    let start = name.rfind('/').map_or(0, |i| i + 1);
    match name[start..].rfind('.') {
        Some(dot) if dot > 0 => &name[..start + dot],
        _ => name,
    }
}

/// A name without the extension of a page file: a dot in the name of a record may be anything else.
fn page_stem(name: &str) -> &str {
    let short = stem(name);
    match name[short.len()..].strip_prefix('.') {
        Some(ending) if ENDINGS.contains(&ending) && !looks_like_article(short) => short,
        _ => name,
    }
}

/// Whether a folder of this name would look like an article's file.
fn looks_like_article(name: &str) -> bool {
    is_article(name.rsplit('/').next().unwrap_or(name))
}

/// A name as a path that stays below the folder it is put in.
fn safe(name: &str) -> String {
    let parts: Vec<&str> = name.split('/').collect();
    let last = parts.len() - 1;
    let safe = parts
        .iter()
        .enumerate()
        .map(|(i, part)| safe_part(part, i < last));
    safe.collect::<Vec<_>>().join("/")
}

fn safe_part(part: &str, is_folder: bool) -> String {
    if part.is_empty() {
        return "%".to_owned();
    }
    let mut out = String::with_capacity(part.len());
    // `.` and `..` lead elsewhere, other names with a dot are hidden; and in the folder of page `a`
    // the page `a/01.txt/b` must not stand where an article of `a` does.
    let hidden = part.starts_with('.');
    let like_article = is_folder && is_article(part);
    for (i, c) in part.char_indices() {
        let elsewhere = cfg!(windows) && matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let unfit = c.is_control() || c == '\\' || elsewhere;
        if unfit || (c == '.' && (hidden && i == 0 || like_article)) {
            for byte in c.to_string().bytes() {
                out += &format!("%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    if out.len() > LONGEST {
        /// What stands for the rest: a tilde and 16 digits.
        const HASH: usize = 17;
        let mut end = LONGEST - HASH;
        while !out.is_char_boundary(end) {
            end -= 1;
        }
        out.truncate(end);
        out += &format!("~{:016x}", hash(part));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Component, Path};

    fn page(name: &str) -> PageFile {
        PageFile::of(name.to_owned(), name.into()).unwrap_or_else(PageFile::stdin)
    }

    #[test]
    fn folders_of_page_files() {
        let names = [
            "004.txt",
            "005.md",
            "005.txt",
            "a.b/6.txt",
            "a.b/7",
            "x/01.txt.txt",
        ];
        let settled = Names::new(&names.map(page));
        let of = names.map(|n| settled.folder_of_file(n));
        let want = ["004", "005.md", "005.txt", "a.b/6", "a.b/7", "x/01.txt.txt"];
        assert_eq!(of, want);
    }

    #[test]
    fn records_of_one_name_are_told_apart_in_their_order() {
        let mut names = Names::new(&[page("b.txt"), PageFile::stdin()]);
        let given = ["a", "a", "a~2", "a", "b.txt", "b", "-", "1.2", "1.2"];
        let got = given.map(|n| names.name_of_record(n.to_owned()));
        let want = [
            "a", "a~2", "a~2~2", "a~3", "b~2.txt", "b", "-~2", "1.2", "1.2~2",
        ];
        assert_eq!(got, want);
        let folders = ["b.txt", "c.txt", "c.md", "c", "1.2"].map(|n| names.folder_of_record(n));
        assert_eq!(folders, ["b.txt", "c", "c.md", "c~2", "1.2"]);
    }

    /// Each of n equal names was once looked for among all that came before it.
    #[test]
    fn a_corpus_of_one_name_takes_no_longer_than_another() {
        let mut names = Names::new(&[PageFile::stdin()]);
        let last = (0..50_000)
            .map(|_| names.name_of_record("a".to_owned()))
            .last();
        assert_eq!(last.as_deref(), Some("a~50000"));
    }

    #[test]
    fn no_name_leads_out_of_the_output_folder() {
        let long = "长".repeat(300);
        let cases = [
            ("../../etc/passwd", "%2E./%2E./etc/passwd"),
            ("/etc/passwd", "%/etc/passwd"),
            ("a//b/", "a/%/b/%"),
            ("", "%"),
            (".", "%2E"),
            ("..", "%2E."),
            (".hidden", "%2Ehidden"),
            ("a\0b\n", "a%00b%0A"),
            ("a\\..\\b", "a%5C..%5Cb"),
            ("a/01.txt/b", "a/01%2Etxt/b"),
            ("人民日报/1998.01.02", "人民日报/1998.01.02"),
            (long.as_str(), ""),
        ];
        for (name, want) in cases {
            let path = safe(name);
            assert!(want.is_empty() || path == want, "{name}: {path}");
            let mut parts = Path::new(&path).components();
            assert!(
                parts.all(|p| matches!(p, Component::Normal(n) if n.len() <= LONGEST)),
                "{path}"
            );
        }
        assert_ne!(safe(&long), safe(&format!("{long}长")));
    }
}

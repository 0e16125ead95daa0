//! `cleaner completions` and `cleaner man`: made from the same definitions as the help texts.

use super::{Status, Usage, print};
use anyhow::Result;
use clap::Command;
use clap_complete::Shell;

/// Write the completions for a shell
#[derive(clap::Args)]
#[command(after_long_help = "EXAMPLES
  cleaner completions bash > ~/.local/share/bash-completion/completions/cleaner
  cleaner completions zsh > ~/.zfunc/_cleaner
  cleaner completions fish > ~/.config/fish/completions/cleaner.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Write a man page
#[derive(clap::Args)]
#[command(after_long_help = "EXAMPLES
  cleaner man > cleaner.1
  cleaner man run > cleaner-run.1
  cleaner man | man -l -")]
pub(crate) struct ManArgs {
    /// A command; without it the page is about cleaner as a whole
    command: Option<String>,
}

/// Writes the completions. They are made in memory first: a closed pipe must not stop the maker halfway.
pub(crate) fn completions(args: &CompletionsArgs, mut command: Command) -> Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "cleaner", &mut script);
    print(|out| Ok(out.write_all(&script)?))?;
    Ok(Status::Done)
}

/// Writes the man page.
pub(crate) fn man(args: &ManArgs, mut command: Command) -> Result<Status> {
    command.build();
    let command = match &args.command {
        None => command.clone(),
        Some(name) => {
            let sub = command.find_subcommand(name).ok_or_else(|| {
                let known = command.get_subcommands().map(Command::get_name);
                let known: Vec<&str> = known.filter(|&n| n != "help").collect();
                Usage(format!(
                    "man: no command `{name}`; the commands are {}",
                    known.join(", ")
                ))
            })?;
            sub.clone()
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    print(|out| Ok(out.write_all(&page)?))?;
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_shell_has_completions() {
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            let mut command = crate::cli::command();
            clap_complete::generate(*shell, &mut command, "cleaner", &mut script);
            assert!(!script.is_empty(), "{shell}");
        }
    }
}

//! Parameters: those of the web API as flags, from the one table of them.

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};
use steppe_atlas::export::tiles;
use steppe_atlas::query::parameter::Parameter;
use steppe_atlas::query::{PARAMETERS, Pairs, Plan};
use steppe_atlas::store::Store;

use super::Failure;

/// The parameters that were given as flags: `--datetime 2005 --status operating`.
pub struct Parameters(Vec<(String, String)>);

impl Args for Parameters {
    fn augment_args(command: Command) -> Command {
        let flag = |parameter: &'static Parameter| {
            let (first, rest) = parameter.does.split_at(1);
            Arg::new(parameter.name)
                .long(parameter.name)
                .value_name("VALUE")
                .allow_hyphen_values(true)
                .help(format!("{}{rest}", first.to_uppercase()))
                .help_heading("What is asked (as in the web API)")
        };
        command.args(PARAMETERS.iter().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Parameters {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |parameter: &Parameter| {
            let value = matches.get_one::<String>(parameter.name)?;
            Some((parameter.name.to_owned(), value.clone()))
        };
        Ok(Self(PARAMETERS.iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Parameters {
    /// The name of one that was given, if any was.
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|(name, _)| name.as_str())
    }

    /// The value of one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The plan that they ask for, of the layers in a list with commas, or of all. Some parameters
    /// have no meaning for a command.
    pub fn plan(
        &self,
        store: &Store,
        layers: Option<&str>,
        without: &[&str],
    ) -> Result<Plan, Failure> {
        if let Some((name, _)) = self.0.iter().find(|(name, _)| without.contains(&name.as_str())) {
            return Err(Failure::Usage(format!("--{name} has no meaning here")));
        }
        let layers = tiles::layers(store.atlas(), layers)
            .map_err(|error| Failure::Usage(format!("--layers: {error}")))?;
        let known: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.name).collect();
        let pairs = Pairs::new(self.0.clone(), &known).map_err(Failure::of_flag)?;
        Plan::read(&pairs, store.atlas(), layers, store.today()).map_err(Failure::of_flag)
    }

    /// The command that asks the same again.
    pub fn command(&self, command: &str, layers: Option<&str>) -> String {
        let layers = layers.map(|layers| ("layers", layers));
        let given = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut words = vec!["steppe".to_owned(), command.to_owned()];
        for (name, value) in layers.into_iter().chain(given) {
            words.extend([format!("--{name}"), word(value)]);
        }
        words.join(" ")
    }
}

/// A value as a shell takes it.
fn word(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.,:/".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_given_again() {
        let given = [("datetime", "2005/.."), ("q", "it's oil")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let command = Parameters(given.into()).command("export", Some("bases"));
        assert_eq!(command, r"steppe export --layers bases --datetime 2005/.. --q 'it'\''s oil'");
    }

    #[test]
    fn every_parameter_of_a_plan_is_a_flag() {
        let command = Parameters::augment_args(Command::new("steppe"));
        command.clone().debug_assert();
        let flags: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).collect();
        assert!(PARAMETERS.iter().all(|known| flags.contains(&known.name)));
    }
}

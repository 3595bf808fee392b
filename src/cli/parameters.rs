//! Parameters: those of the web API as flags, from the one table of them.

use std::marker::PhantomData;

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};
use steppe_atlas::export::tiles;
use steppe_atlas::query::parameter::Parameter;
use steppe_atlas::query::{PARAMETERS, Pairs, Plan};
use steppe_atlas::store::Store;

use super::Failure;

/// The parameters that were given as flags, of those that have a meaning for a command:
/// `--datetime 2005 --status operating`.
pub struct Parameters<C> {
    given: Vec<(String, String)>,
    command: PhantomData<C>,
}

/// What a command can be asked.
pub trait Asked {
    /// Parameters of the API that have no meaning for it.
    const WITHOUT: &'static [&'static str];

    /// Where alone a parameter says something, and the arguments beside which it does not.
    fn only(_parameter: &str) -> Option<(&'static str, &'static [&'static str])> {
        None
    }
}

fn known<C: Asked>() -> impl Iterator<Item = &'static Parameter> {
    PARAMETERS.iter().filter(|parameter| !C::WITHOUT.contains(&parameter.name))
}

impl<C: Asked> Args for Parameters<C> {
    fn augment_args(command: Command) -> Command {
        let flag = |parameter: &'static Parameter| {
            let (first, rest) = parameter.does.split_at(1);
            let (told, others) = C::only(parameter.name).unwrap_or_default();
            Arg::new(parameter.name)
                .long(parameter.name)
                .value_name("VALUE")
                .allow_hyphen_values(true)
                .help(format!("{}{rest}{told}", first.to_uppercase()))
                .help_heading("What is asked (as in the web API)")
                .conflicts_with_all(others)
        };
        command.args(known::<C>().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<C: Asked> FromArgMatches for Parameters<C> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |parameter: &Parameter| {
            let value = matches.get_one::<String>(parameter.name)?;
            Some((parameter.name.to_owned(), value.clone()))
        };
        Ok(Self { given: known::<C>().filter_map(given).collect(), command: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<C: Asked> Parameters<C> {
    /// The value of one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.given.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The plan that they ask for, of the layers in a list with commas, or of all.
    pub fn plan(&self, store: &Store, layers: Option<&str>) -> Result<Plan, Failure> {
        let layers = tiles::layers(store.atlas(), layers)
            .map_err(|error| Failure::Usage(format!("--layers: {error}")))?;
        let known: Vec<&str> = known::<C>().map(|parameter| parameter.name).collect();
        let pairs = Pairs::new(self.given.clone(), &known).map_err(Failure::of_flag)?;
        Plan::read(&pairs, store.atlas(), layers, store.today()).map_err(Failure::of_flag)
    }

    /// The command that asks the same again.
    pub fn command(&self, command: &str, layers: Option<&str>) -> String {
        let layers = layers.map(|layers| ("layers", layers));
        let given = self.given.iter().map(|(name, value)| (name.as_str(), value.as_str()));
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

    struct Half;

    impl Asked for Half {
        const WITHOUT: &'static [&'static str] = &["limit", "crs"];

        fn only(parameter: &str) -> Option<(&'static str, &'static [&'static str])> {
            (parameter == "datetime").then_some((" (without --bbox)", &["bbox"]))
        }
    }

    #[test]
    fn the_command_can_be_given_again() {
        let given = [("datetime", "2005/.."), ("q", "it's oil")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let asked = Parameters::<Half> { given, command: PhantomData };
        let command = asked.command("export", Some("bases"));
        assert_eq!(command, r"steppe export --layers bases --datetime 2005/.. --q 'it'\''s oil'");
    }

    #[test]
    fn every_parameter_that_has_a_meaning_is_a_flag_and_no_other() {
        let command = Parameters::<Half>::augment_args(Command::new("steppe"));
        command.clone().debug_assert();
        let flags: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).collect();
        for parameter in PARAMETERS {
            let has_meaning = !Half::WITHOUT.contains(&parameter.name);
            assert_eq!(flags.contains(&parameter.name), has_meaning, "{}", parameter.name);
        }
        let alone = command.clone().try_get_matches_from(["steppe", "--datetime", "2005"]);
        assert!(alone.is_ok());
        let both = command.try_get_matches_from(["steppe", "--datetime", "2005", "--bbox", "1"]);
        assert!(both.is_err());
    }
}

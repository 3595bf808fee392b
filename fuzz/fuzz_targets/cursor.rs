//! No cursor, limit or list makes a plan panic: it is read or refused by its parameter.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use steppe_atlas::atlas::Atlas;
use steppe_atlas::query::{PARAMETERS, Pairs, Plan};
use steppe_atlas_fuzz::{small, today};

static ATLAS: LazyLock<Atlas> = LazyLock::new(small);

// A line is a pair: the name of a parameter, `=`, its value.
fuzz_target!(|text: &str| {
    let names: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.name).collect();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let Ok(pairs) = Pairs::new(pairs, &names) else { return };
    let today = today();
    match Plan::read(&pairs, &ATLAS, vec![0], today) {
        Ok(plan) => {
            let next = plan.cursor(&ATLAS, plan.page.offset);
            let again = Pairs::new(vec![("cursor".to_owned(), next)], &names).expect("a pair");
            // The cursor of a plan without any other question is good for that question.
            if plan.fingerprint() == Plan::of_layers(vec![0], today).fingerprint() {
                let read = Plan::read(&again, &ATLAS, vec![0], today).expect("its own cursor");
                assert_eq!(read.page.offset, plan.page.offset);
            }
        }
        Err(error) => assert!(names.contains(&error.parameter())),
    }
});

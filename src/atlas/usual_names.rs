//! Usual names: how people call the columns of days, names, ids and places.

use crate::atlas::columns::Role;

/// The usual names of a role, the most telling first; without case, and without what is no letter or digit.
#[must_use]
pub const fn usual_names(role: Role) -> &'static [&'static str] {
    match role {
        Role::Start => START,
        Role::End => END,
        Role::Name => NAME,
        Role::Id => ID,
        Role::Category => &["category"],
        Role::Lon => LON,
        Role::Lat => LAT,
        Role::Wkt => &["wkt", "geometry", "geom", "thegeom", "wktgeom", "geomwkt", "shape"],
    }
}

/// The first ones are those of our own files to take away, in which `since` tells of a status.
const START: &[&str] = &[
    "lifetimestart",
    "lifestart",
    "start",
    "startdate",
    "datestart",
    "begin",
    "begindate",
    "datebegin",
    "from",
    "fromdate",
    "datefrom",
    "validfrom",
    "since",
    "opened",
    "opendate",
    "dateopened",
    "openingdate",
    "openedon",
    "opening",
    "commissioned",
    "built",
    "yearbuilt",
    "builtyear",
    "constructed",
    "established",
    "founded",
    "created",
    "startyear",
    "yearstart",
    "beginyear",
    "openyear",
    "yearopened",
    "fromyear",
    "starttime",
    "begintime",
    "timestart",
    "year",
    "date",
    "day",
    "datetime",
    "timestamp",
    "eventdate",
    "начало",
    "датаначала",
    "открыт",
    "датаоткрытия",
    "построен",
    "год",
    "дата",
];

const END: &[&str] = &[
    "lifetimeend",
    "lifeend",
    "end",
    "enddate",
    "dateend",
    "until",
    "till",
    "to",
    "todate",
    "dateto",
    "validto",
    "validuntil",
    "validtill",
    "closed",
    "closedate",
    "dateclosed",
    "closingdate",
    "closedon",
    "closing",
    "decommissioned",
    "demolished",
    "dissolved",
    "abolished",
    "removed",
    "ceased",
    "finish",
    "finished",
    "finishdate",
    "endyear",
    "yearend",
    "closeyear",
    "yearclosed",
    "toyear",
    "endtime",
    "timeend",
    "конец",
    "датаконца",
    "датаокончания",
    "закрыт",
    "датазакрытия",
];

const NAME: &[&str] = &[
    "name",
    "nameen",
    "title",
    "label",
    "fullname",
    "sitename",
    "placename",
    "название",
    "наименование",
    "имя",
];

const ID: &[&str] = &["id", "fid", "uid", "uuid", "guid", "identifier", "code", "key", "objectid"];

const LON: &[&str] =
    &["lon", "lng", "long", "longitude", "x", "xcoord", "lonwgs84", "decimallongitude", "долгота"];

const LAT: &[&str] = &["lat", "latitude", "y", "ycoord", "latwgs84", "decimallatitude", "широта"];

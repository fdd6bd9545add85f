//! Coverage: which operations, outcomes and error branches of the contract have been exercised, and which faults.

use super::faults::Effect;
use super::faults::catalog::EFFECTS;
use account_api::Operation;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use utoipa::ToSchema;

macro_rules! branches {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// One way in which a request can end (contract, "Rulings").
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Branch { $($(#[$doc])* $variant),* }

        impl Branch {
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in evidence: stable, in snake case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

branches! {
    /// An OK envelope, with everything done that was asked for; of a list, its last page.
    Ok = "ok",
    /// An OK envelope that names accounts which were not created.
    SomeNotCreated = "partially_created",
    /// A page of a list after which there is more.
    MorePages = "more_pages",
    /// Site admins set or removed, but for some names.
    SomeNamesFailed = "partially_applied",
    /// The caller has not the right.
    NotPermitted = "not_permitted",
    /// No user has that name.
    UserNotFound = "user_not_found",
    /// No account has that name.
    AccountNotFound = "account_not_found",
    /// Not deactivated.
    StillOwnsTeams = "still_owns_teams",
    /// Not deactivated.
    StillOwnsOrganizations = "still_owns_organizations",
    /// Not deactivated.
    StillOwnsBoth = "still_owns_teams_and_organizations",
    /// Not disabled, since deactivated.
    DisableDeactivated = "disable_deactivated",
    /// A service account has no password to reset.
    NoPassword = "no_password",
    /// One's own password, without the old one.
    OldPasswordMissing = "old_password_missing",
    /// One's own password, with another old one.
    OldPasswordWrong = "old_password_wrong",
    /// Shorter than the platform demands.
    PasswordTooShort = "password_too_short",
    /// Longer than any platform takes.
    PasswordTooLong = "password_too_long",
    /// No body where one is needed.
    BodyMissing = "body_missing",
    /// A body that is no JSON.
    BodyNotJson = "body_not_json",
    /// JSON, but no object.
    BodyNotAnObject = "body_not_an_object",
    /// A field that must be there is not.
    FieldMissing = "field_missing",
    /// A field of the wrong type, or out of range.
    FieldWrong = "field_invalid",
    /// No `Authorization` header.
    TokenMissing = "token_missing",
    /// A header that is not `Bearer` and a token.
    TokenNotBearer = "token_not_bearer",
    /// No token of this platform.
    TokenMalformed = "token_malformed",
    /// A token for a world that does not exist.
    TokenOfNoWorld = "token_world_not_found",
    /// A token of nobody.
    TokenOfNobody = "token_user_not_found",
    /// A token from before a password reset.
    TokenRevoked = "token_revoked",
    /// A token that is yet to come.
    TokenTooNew = "token_too_new",
    /// A token of somebody disabled.
    TokenOfDisabled = "token_account_disabled",
    /// A token of somebody deactivated.
    TokenOfDeactivated = "token_account_deactivated",
    /// Token and address of different worlds.
    TwoWorlds = "world_mismatch",
    /// An address of a world that does not exist.
    NoSuchWorld = "world_not_found",
    /// A path that is no UTF-8 once decoded.
    PathNotUtf8 = "path_not_utf8",
    /// 404.
    NoSuchRoute = "route_not_found",
    /// 405.
    WrongMethod = "method_not_allowed",
    /// 413.
    BodyTooLarge = "body_too_large",
    /// A body that ended early.
    BodyCutOff = "body_incomplete",
}

use Branch as B;

/// Ways to end that no operation is needed for: they are counted for all operations together.
const OF_ANY_REQUEST: &[Branch] = &[
    B::TokenMissing,
    B::TokenNotBearer,
    B::TokenMalformed,
    B::TokenOfNoWorld,
    B::TokenOfNobody,
    B::TokenRevoked,
    B::TokenTooNew,
    B::TokenOfDisabled,
    B::TokenOfDeactivated,
    B::TwoWorlds,
    B::NoSuchWorld,
    B::PathNotUtf8,
    B::NoSuchRoute,
    B::WrongMethod,
    B::BodyTooLarge,
    B::BodyCutOff,
];

impl Branch {
    /// The ways in which an operation can end, beside those of any request.
    #[must_use]
    pub const fn of(operation: Operation) -> &'static [Self] {
        match operation {
            Operation::CreateUsers => &[
                B::Ok,
                B::SomeNotCreated,
                B::NotPermitted,
                B::BodyMissing,
                B::BodyNotJson,
                B::BodyNotAnObject,
                B::FieldMissing,
                B::FieldWrong,
            ],
            Operation::Deactivate => &[
                B::Ok,
                B::NotPermitted,
                B::UserNotFound,
                B::StillOwnsTeams,
                B::StillOwnsOrganizations,
                B::StillOwnsBoth,
            ],
            Operation::Disable => &[B::Ok, B::NotPermitted, B::UserNotFound, B::DisableDeactivated],
            Operation::Reactivate => &[B::Ok, B::NotPermitted, B::UserNotFound],
            Operation::GetAdmins => &[B::Ok, B::NotPermitted],
            Operation::SetAdmins | Operation::RemoveAdmins => &[
                B::Ok,
                B::SomeNamesFailed,
                B::NotPermitted,
                B::BodyMissing,
                B::BodyNotJson,
                B::BodyNotAnObject,
                B::FieldMissing,
                B::FieldWrong,
            ],
            Operation::ListUsers => {
                &[B::Ok, B::MorePages, B::BodyMissing, B::BodyNotJson, B::BodyNotAnObject, B::FieldWrong]
            }
            Operation::AccountType => &[B::Ok, B::AccountNotFound],
            Operation::ResetPassword => &[
                B::Ok,
                B::NotPermitted,
                B::UserNotFound,
                B::NoPassword,
                B::PasswordTooShort,
                B::PasswordTooLong,
                B::BodyMissing,
                B::BodyNotJson,
                B::BodyNotAnObject,
                B::FieldMissing,
                B::FieldWrong,
            ],
            Operation::ResetOwnPassword => &[
                B::Ok,
                B::NoPassword,
                B::OldPasswordMissing,
                B::OldPasswordWrong,
                B::PasswordTooShort,
                B::PasswordTooLong,
                B::BodyMissing,
                B::BodyNotJson,
                B::BodyNotAnObject,
                B::FieldMissing,
                B::FieldWrong,
            ],
        }
    }

    const fn is_of_any_request(self) -> bool {
        self as u8 >= Self::TokenMissing as u8
    }
}

/// What has been exercised so far. Counters without a lock, since every request of a server counts into the same ones; made
/// when the first request comes, since most worlds see few.
#[derive(Debug, Default)]
pub struct Coverage(OnceLock<Box<Counters>>);

/// The ways to end of any request, then those of each operation.
const ROWS: usize = 1 + Operation::ALL.len();

#[derive(Debug)]
struct Counters {
    ends: [[AtomicU64; Branch::ALL.len()]; ROWS],
    faults: [AtomicU64; EFFECTS.len()],
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            ends: core::array::from_fn(|_| core::array::from_fn(|_| AtomicU64::new(0))),
            faults: core::array::from_fn(|_| AtomicU64::new(0)),
        }
    }
}

impl Counters {
    const fn end(&self, operation: Option<Operation>, branch: Branch) -> &AtomicU64 {
        let row = match operation {
            None => 0,
            Some(operation) => 1 + operation as usize,
        };
        &self.ends[row][branch as usize]
    }
}

/// A report: how often each way to end was seen, 0 for those that were not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub struct Report {
    /// How many of the ways that there are were seen.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
    /// The ways of each operation.
    pub operations: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// The ways of any request: tokens, routes, bodies.
    pub requests: BTreeMap<&'static str, u64>,
    /// How often each kind of fault struck. Not counted in `covered`.
    pub faults: BTreeMap<&'static str, u64>,
}

impl Coverage {
    /// Counts how a request ended.
    pub fn ended(&self, operation: Option<Operation>, branch: Branch) {
        let operation = operation.filter(|_| !branch.is_of_any_request());
        self.counters().end(operation, branch).fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a fault that struck.
    pub fn struck(&self, effect: &Effect) {
        if let Some(at) = EFFECTS.iter().position(|info| info.name == effect.name()) {
            self.counters().faults[at].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Begins to count anew.
    pub fn clear(&self) {
        let counters = self.counters();
        for counter in counters.ends.iter().flatten().chain(&counters.faults) {
            counter.store(0, Ordering::Relaxed);
        }
    }

    /// What has been seen, and what has not.
    #[must_use]
    pub fn report(&self) -> Report {
        let counters = self.counters();
        let seen = |operation, branches: &[Branch]| -> BTreeMap<&'static str, u64> {
            let times = |branch: &Branch| counters.end(operation, *branch).load(Ordering::Relaxed);
            branches.iter().map(|branch| (branch.name(), times(branch))).collect()
        };
        let operations: BTreeMap<_, _> = Operation::ALL
            .into_iter()
            .map(|operation| (operation.name(), seen(Some(operation), Branch::of(operation))))
            .collect();
        let requests = seen(None, OF_ANY_REQUEST);
        let all = || operations.values().chain([&requests]).flat_map(BTreeMap::values);
        Report {
            covered: all().filter(|times| **times > 0).count(),
            total: all().count(),
            faults: EFFECTS
                .iter()
                .map(|info| info.name)
                .zip(counters.faults.iter().map(|counter| counter.load(Ordering::Relaxed)))
                .collect(),
            requests,
            operations,
        }
    }

    fn counters(&self) -> &Counters {
        self.0.get_or_init(Box::default)
    }
}

impl Report {
    /// As a table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = format!("{} of {} outcomes of the contract were seen.\n", self.covered, self.total);
        let groups = self
            .operations
            .iter()
            .map(|(name, counts)| (*name, counts))
            .chain([("any request", &self.requests), ("faults", &self.faults)]);
        for (group, counts) in groups {
            // Writing to a String cannot fail.
            let _ = writeln!(table, "\n{group}");
            for (name, times) in counts {
                let times = if *times == 0 { "-".to_owned() } else { times.to_string() };
                let _ = writeln!(table, "  {name:36} {times:>8}");
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_what_was_seen_and_what_was_not() {
        let coverage = Coverage::default();
        coverage.ended(Some(Operation::Disable), Branch::Ok);
        coverage.ended(Some(Operation::Disable), Branch::Ok);
        coverage.ended(Some(Operation::Disable), Branch::TokenMissing);
        coverage.ended(None, Branch::NoSuchRoute);
        coverage.struck(&Effect::Reset);
        let report = coverage.report();
        assert_eq!((report.covered, report.operations["disable"]["ok"]), (3, 2));
        assert_eq!(report.operations["disable"]["user_not_found"], 0);
        assert_eq!((report.requests["token_missing"], report.requests["route_not_found"]), (1, 1));
        assert_eq!((report.faults["reset"], report.faults["hang"]), (1, 0));
        assert_eq!(report.operations.len(), 11);
        let table = report.table();
        assert!(table.starts_with("3 of ") && table.contains("  ok "), "{table}");
        coverage.clear();
        assert_eq!(coverage.report().covered, 0);
    }

    #[test]
    fn every_way_to_end_belongs_to_an_operation_or_to_any_request() {
        for operation in Operation::ALL {
            assert!(Branch::of(operation).iter().all(|branch| !branch.is_of_any_request()), "{operation}");
        }
        assert!(OF_ANY_REQUEST.iter().all(|branch| branch.is_of_any_request()));
    }
}

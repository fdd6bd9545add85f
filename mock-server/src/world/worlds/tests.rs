//! Tests of the registry.

use super::super::{MAX_SNAPSHOTS, SnapshotError};
use super::*;
use crate::platform::seed::tests::{id, small_platform};
use crate::platform::{Token, TokenProblem};
use std::time::Duration;

fn worlds() -> Worlds {
    Worlds::new(small_platform())
}

/// Disables a user, as the admin.
fn disable(world: &World, name: &str) {
    let mut platform = world.write();
    let admin = id(&platform, "admin");
    platform.disable(admin, name).unwrap();
}

fn is_active(world: &World, name: &str) -> bool {
    let platform = world.read();
    platform.accounts.get(id(&platform, name)).is_active()
}

#[test]
fn worlds_are_isolated() {
    let worlds = worlds();
    let (one, other) = (worlds.create(WorldConfig::default()).unwrap(), worlds.create(WorldConfig::default()).unwrap());
    disable(&one, "member");
    assert!(!is_active(&one, "member"));
    assert!(is_active(&other, "member") && is_active(&worlds.default_world(), "member"));
    assert!(is_active(&worlds.create(WorldConfig::default()).unwrap(), "member"));
}

#[test]
fn a_thousand_worlds_are_isolated() {
    let worlds = worlds();
    let all: Vec<_> = (0..1_000).map(|_| worlds.create(WorldConfig::default()).unwrap()).collect();
    std::thread::scope(|scope| {
        for chunk in all.chunks(250) {
            scope.spawn(move || {
                for (index, world) in chunk.iter().enumerate() {
                    let name = ["member", "second", "manager"][index % 3];
                    disable(world, name);
                }
            });
        }
    });
    for chunk in all.chunks(250) {
        for (index, world) in chunk.iter().enumerate() {
            let disabled: Vec<_> =
                ["member", "second", "manager"].into_iter().filter(|name| !is_active(world, name)).collect();
            assert_eq!(disabled, [["member", "second", "manager"][index % 3]]);
        }
    }
    assert_eq!(worlds.list().len(), 1_000);
}

#[test]
fn worlds_can_be_reset_snapshotted_restored_and_forked() {
    let worlds = worlds();
    let world = worlds.create(WorldConfig::default()).unwrap();
    disable(&world, "member");
    world.snapshot("one-disabled").unwrap();
    disable(&world, "second");
    let fork = worlds.fork(&world, Some("fork".into()), "a fork".into()).unwrap();
    world.restore("one-disabled").unwrap();
    assert!(!is_active(&world, "member") && is_active(&world, "second"));
    world.reset();
    assert!(is_active(&world, "member"));
    world.restore("one-disabled").unwrap();
    assert!(!is_active(&world, "member"));
    assert!(!is_active(&fork, "member") && !is_active(&fork, "second"));
    fork.reset();
    assert!(!is_active(&fork, "second"), "a fork starts with the platform of its source");
    assert_eq!(world.restore("other"), Err(SnapshotError::NotFound("other".into())));
    assert_eq!(world.snapshot("../up"), Err(SnapshotError::InvalidName("../up".into())));
    for index in 1..MAX_SNAPSHOTS {
        world.snapshot(&format!("s{index}")).unwrap();
    }
    assert_eq!(world.snapshot("one-too-many"), Err(SnapshotError::Full));
    world.snapshot("one-disabled").unwrap();
}

#[test]
fn a_reset_restores_the_token_generations() {
    let worlds = worlds();
    let world = worlds.create(WorldConfig::default()).unwrap();
    let token = |token_generation| Token { world: world.id.clone(), username: "member".into(), token_generation };
    let admin = id(&world.read(), "admin");
    let passwords =
        account_api::request::NewPassword { new_password: account_api::Secret::new("next"), old_password: None };
    world.write().reset_password(admin, "member", passwords).unwrap();
    assert!(matches!(world.read().sign_in(&token(1)), Err(TokenProblem::Revoked { .. })));
    assert!(world.read().sign_in(&token(2)).is_ok());
    world.reset();
    assert!(world.read().sign_in(&token(1)).is_ok());
}

#[test]
fn ids_are_validated_and_generated() {
    let worlds = worlds();
    let create = |id: &str| worlds.create(WorldConfig { id: Some(id.into()), ..WorldConfig::default() });
    assert_eq!(create("w1").unwrap().id, "w1");
    assert_eq!(worlds.create(WorldConfig::default()).unwrap().id, "w2");
    for invalid in ["", "..", "a.b", "A", "a/b", "a b", &"x".repeat(65)] {
        assert!(matches!(create(invalid), Err(WorldsError::InvalidName(_))), "{invalid:?}");
    }
    assert!(matches!(create("w1"), Err(WorldsError::Taken(_))));
    assert!(matches!(create(DEFAULT_WORLD), Err(WorldsError::Taken(_))));
    assert!(matches!(worlds.delete(DEFAULT_WORLD), Err(WorldsError::DeleteDefault)));
    worlds.delete("w1").unwrap();
    assert!(matches!(worlds.delete("w1"), Err(WorldsError::NotFound(_))));
    assert!(worlds.find("w1").is_none());
}

#[test]
fn the_number_of_worlds_is_limited_and_idle_ones_expire() {
    let worlds = Worlds::with_limits(small_platform(), Limits { max_worlds: 2, ..Limits::default() });
    worlds.create(WorldConfig::default()).unwrap();
    worlds.create(WorldConfig::default()).unwrap();
    assert!(matches!(worlds.create(WorldConfig::default()), Err(WorldsError::Full(2))));

    let expiring =
        Worlds::with_limits(small_platform(), Limits { max_worlds: 1, max_idle: Duration::ZERO, ..Limits::default() });
    let first = expiring.create(WorldConfig::default()).unwrap();
    assert!(expiring.find(&first.id).is_none());
    assert!(expiring.list().is_empty());
    expiring.create(WorldConfig::default()).unwrap();
    assert!(expiring.find(DEFAULT_WORLD).is_some());
}

#[test]
fn memory_is_limited_and_shared_memory_is_counted_once() {
    let seed = |users| WorldConfig {
        seed: SeedSource::BuiltIn("demo".into()),
        generated_users: users,
        ..WorldConfig::default()
    };
    let worlds = Worlds::with_limits(small_platform(), Limits { max_memory_bytes: 4 << 20, ..Limits::default() });
    let first = worlds.create(seed(10_000)).unwrap();
    for _ in 0..100 {
        worlds.create(seed(10_000)).unwrap();
    }
    let refused = worlds.create(seed(200_000)).unwrap_err();
    assert!(matches!(refused, WorldsError::OutOfMemory { taken, allowed } if taken > allowed && allowed == 4 << 20));
    assert!(refused.to_string().contains("and 4 are allowed"), "{refused}");
    worlds.create(WorldConfig::default()).unwrap();
    assert!(worlds.find(&first.id).is_some());
}

#[test]
fn a_world_starts_as_configured() {
    let worlds = worlds();
    let create = |config: WorldConfig| worlds.create(config);
    let seed = |name: &str| SeedSource::BuiltIn(name.to_owned());
    let world = create(WorldConfig {
        seed: seed("empty"),
        generated_users: 50,
        frozen_at: Some(1_000),
        min_password_length: Some(12),
        ..WorldConfig::default()
    })
    .unwrap();
    let platform = world.read().clone();
    assert_eq!(platform.accounts.count(), 51);
    assert_eq!((platform.clock, platform.password_policy.min_chars), (Clock::Frozen(1_000), 12));
    assert!(matches!(
        create(WorldConfig { seed: seed("none"), ..WorldConfig::default() }),
        Err(WorldsError::NoSuchSeed(_))
    ));
    assert!(matches!(
        create(WorldConfig { frozen_at: Some(-1), ..WorldConfig::default() }),
        Err(WorldsError::InvalidTime(-1))
    ));
    let too_many = WorldConfig { generated_users: MAX_WORLD_GENERATED + 1, ..WorldConfig::default() };
    assert!(matches!(create(too_many), Err(WorldsError::TooManyGenerated(_))));
    let too_short = WorldConfig { min_password_length: Some(0), ..WorldConfig::default() };
    assert!(matches!(create(too_short), Err(WorldsError::InvalidPasswordLength(0))));
}

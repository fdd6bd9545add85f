//! For comparison: the obvious implementation, a linear search through a list of users.

use super::{ROUNDS, Section, Spread, Time, page, ratio, search};
use account_api::User;
use account_api::request::ListUsers;
use mock_server::platform::Platform;
use std::hint::black_box;
use std::time::Instant;

/// A page of a sorted list of all users.
fn scan<'a>(users: &'a [User], request: &ListUsers) -> Vec<&'a User> {
    let text = request.search_string.clone().unwrap_or_default().to_lowercase();
    let matching = users.iter().filter(|user| user.is_active == Some(true)).filter(|user| {
        text.is_empty() || user.username.to_lowercase().contains(&text) || user.email.to_lowercase().contains(&text)
    });
    matching.skip(request.offset.unwrap_or_default() as usize).take(request.page_size() as usize).collect()
}

/// Measures both with the same requests, alternately.
pub fn compare(section: &mut Section, platform: &Platform) {
    let admin = platform.accounts.find("admin").unwrap();
    let ids = platform.accounts.listed(account_api::UserType::User, true);
    let users: Vec<User> = ids.into_iter().map(|id| platform.accounts.user(id)).collect();
    section.head(&["compared with a linear scan", "scan", "mock", "scan / mock"]);
    for (label, request) in [
        ("20 users at the end", page(940_000, 20)),
        ("substring, no match", search("nobody-has-this", page(0, 20))),
        ("substring, many matches, past the last page", search("an", page(2_000_000, 20))),
    ] {
        let (mut scan_times, mut mock_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let expected = black_box(scan(&users, &request));
            let scanned = start.elapsed();
            let start = Instant::now();
            let reply = black_box(platform.list_users(admin, &request).unwrap());
            let listed = start.elapsed();
            assert!(reply.users.iter().eq(expected), "both find the same");
            scan_times.push(Time(scanned));
            mock_times.push(Time(listed));
            ratios.push(ratio(scanned, listed));
        }
        let cells =
            [Spread::of(scan_times).to_string(), Spread::of(mock_times).to_string(), Spread::of(ratios).to_string()];
        section.row(&[label, &cells[0], &cells[1], &cells[2]]);
    }
}

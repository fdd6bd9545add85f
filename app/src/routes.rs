//! The route table: every page of the console with its path, label and icon.
//!
//! The router, the navigation, the command palette and the document titles read this table. To add
//! a page:
//!
//! 1. `pages/`: write its folder.
//! 2. This file: add it to [`Route`] and [`ROUTES`]. A variant without a row is reported as "never
//!    constructed". A path is one segment, or two that end in `/new`: `app/start/locate.js` finds
//!    the console's own path by that, and a test reports others.
//! 3. `pages/mod.rs`: declare and render it. The compiler reports the missing arm (E0004).
//! 4. In `e2e/`, `specs/layout.spec.ts`, `specs/flows/leaving-pages.spec.ts`,
//!    `specs/deployment/base-path.spec.ts` and `engines/pages.spec.ts` list the pages. Nothing
//!    reports that one is missing. `docs/GUIDE.md` and `CHANGELOG.md` tell users.
//!
//! A style sheet of its own takes a `<link>` in `index.html`, and a new icon an entry in
//! `components/icon.rs`.
//!
//! Why not `leptos_router::Routes`: no path has parameters and no page preloads data, and the
//! route matching that it brings is larger in the bundle than a page.

use crate::browser::base_path;
use crate::components::IconName;
use account_api::UserType;
use leptos_router::NavigateOptions;

/// The URL parameter that names the account whose details are open beside a list.
pub const ACCOUNT_PARAM: &str = "user";

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The root path, which redirects to [`Route::HOME`].
    Root,
    /// Charts of all accounts.
    Overview,
    /// The list of users or service accounts.
    Accounts(UserType),
    /// The form that creates users or service accounts.
    Create(UserType),
    /// The site admins.
    Admins,
    /// Identifiers, resolved to accounts.
    Lookup,
    /// The activity log of this session.
    Activity,
    /// Any other path.
    NotFound,
}

/// The table entry of a page.
#[derive(Clone, Copy, Debug)]
pub struct RouteDef {
    /// The page.
    pub route: Route,
    /// Its path below the console's, without a trailing slash.
    pub path: &'static str,
    /// Its name in the navigation, in the command palette and in the document title.
    pub label: &'static str,
    /// Its icon in the navigation and in the command palette.
    pub icon: IconName,
    /// Whether the navigation links to it. The command palette offers the others as actions.
    pub is_in_navigation: bool,
    /// Whether only site admins are offered a link to it.
    pub requires_site_admin: bool,
}

/// All pages, in the order of the navigation.
pub const ROUTES: &[RouteDef] = &[
    RouteDef {
        route: Route::Overview,
        path: "/overview",
        label: "Overview",
        icon: IconName::Chart,
        is_in_navigation: true,
        requires_site_admin: false,
    },
    RouteDef {
        route: Route::Accounts(UserType::User),
        path: "/users",
        label: "Users",
        icon: IconName::Users,
        is_in_navigation: true,
        requires_site_admin: false,
    },
    RouteDef {
        route: Route::Accounts(UserType::ServiceAccount),
        path: "/service-accounts",
        label: "Service accounts",
        icon: IconName::Server,
        is_in_navigation: true,
        requires_site_admin: false,
    },
    RouteDef {
        route: Route::Admins,
        path: "/admins",
        label: "Site admins",
        icon: IconName::Shield,
        is_in_navigation: true,
        requires_site_admin: true,
    },
    RouteDef {
        route: Route::Lookup,
        path: "/lookup",
        label: "Bulk lookup",
        icon: IconName::Search,
        is_in_navigation: true,
        requires_site_admin: false,
    },
    RouteDef {
        route: Route::Activity,
        path: "/activity",
        label: "Activity",
        icon: IconName::Pulse,
        is_in_navigation: true,
        requires_site_admin: false,
    },
    RouteDef {
        route: Route::Create(UserType::User),
        path: "/users/new",
        label: "Create users",
        icon: IconName::Add,
        is_in_navigation: false,
        requires_site_admin: false,
    },
    RouteDef {
        route: Route::Create(UserType::ServiceAccount),
        path: "/service-accounts/new",
        label: "Create service accounts",
        icon: IconName::Add,
        is_in_navigation: false,
        requires_site_admin: false,
    },
];

impl Route {
    /// The page that `/` redirects to.
    pub const HOME: Self = Self::Accounts(UserType::User);

    /// The page at the path of a URL. Trailing slashes are ignored.
    pub fn from_path(path: &str) -> Self {
        let Some(path) = below_base(path) else { return Self::NotFound };
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            return Self::Root;
        }
        ROUTES.iter().find(|def| def.path == path).map_or(Self::NotFound, |def| def.route)
    }

    /// The URL of the page; that of the console for pages that are not in the table.
    pub fn url(self) -> String {
        self.def().map_or_else(|| with_base("/"), RouteDef::url)
    }

    /// The label of the page; empty for pages that are not in the table.
    pub fn label(self) -> &'static str {
        self.def().map_or("", |def| def.label)
    }

    /// The title of the document. `None` for the redirect, which keeps the title as it is.
    pub fn document_title(self) -> Option<String> {
        let label = match self {
            Self::Root => return None,
            Self::NotFound => "Page not found",
            _ => self.label(),
        };
        Some(format!("{label} · Account Admin"))
    }

    fn def(self) -> Option<&'static RouteDef> {
        ROUTES.iter().find(|def| def.route == self)
    }
}

impl RouteDef {
    /// The URL of the page, wherever the console is installed.
    pub fn url(&self) -> String {
        with_base(self.path)
    }
}

/// A path of the console as a path of the host.
fn with_base(path: &str) -> String {
    base_path() + path
}

/// A path of the host as a path of the console. `None` if it is not below the console's.
pub fn below_base(path: &str) -> Option<&str> {
    path.strip_prefix(&base_path())
}

/// The URL of the list with the details of one account open.
pub fn account_url(kind: UserType, name: &str) -> String {
    let mut params = form_urlencoded::Serializer::new(String::new());
    params.append_pair(ACCOUNT_PARAM, name);
    format!("{}?{}", Route::Accounts(kind).url(), params.finish())
}

/// Options for navigation within a page: keeps the scroll position. `replace` overwrites the
/// current history entry instead of adding one.
pub fn navigate_options(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, ..NavigateOptions::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_in_the_table_is_found_by_its_path() {
        for def in ROUTES {
            assert_eq!(Route::from_path(def.path), def.route);
            assert_eq!(Route::from_path(&format!("{}/", def.path)), def.route);
            assert_eq!(def.route.url(), def.path);
        }
    }

    #[test]
    fn a_page_lies_in_the_console_s_folder_or_ends_in_new_one_level_deeper() {
        // `app/start/locate.js` finds the console's folder by this.
        for def in ROUTES {
            let (levels, is_new) = (def.path.matches('/').count(), def.path.ends_with("/new"));
            assert!(matches!((levels, is_new), (1, false) | (2, true)), "{}", def.path);
        }
    }

    #[test]
    fn the_root_redirects_and_other_paths_are_not_found() {
        assert_eq!(Route::from_path("/"), Route::Root);
        assert_eq!(Route::from_path(""), Route::Root);
        assert_eq!(Route::from_path("/users/newer"), Route::NotFound);
        assert_eq!(Route::HOME.url(), "/users");
    }

    #[test]
    fn document_titles_name_the_page_and_the_app() {
        assert_eq!(Route::Admins.document_title().as_deref(), Some("Site admins · Account Admin"));
        assert_eq!(Route::NotFound.document_title().as_deref(), Some("Page not found · Account Admin"));
        assert_eq!(Route::Root.document_title(), None);
    }

    #[test]
    fn account_names_are_percent_encoded_in_urls() {
        assert_eq!(account_url(UserType::User, "a/b&c"), "/users?user=a%2Fb%26c");
        assert_eq!(account_url(UserType::ServiceAccount, "ci"), "/service-accounts?user=ci");
    }
}

//! Which column of a table feeds which field of the records, and how the user changes that.

use crate::column::Column;
use crate::role::Role;
use crate::validation::Field;

/// The column that each field of the records is read from, by index. `None` if a field has none:
/// usernames then come from the emails, and passwords are generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The column of the usernames.
    pub username: Option<usize>,
    /// The column of the emails.
    pub email: Option<usize>,
    /// The column of the passwords.
    pub password: Option<usize>,
}

impl Mapping {
    /// The column of a field.
    #[must_use]
    pub const fn column_of(&self, field: Field) -> Option<usize> {
        match field {
            Field::Name => self.username,
            Field::Email => self.email,
            Field::Password => self.password,
        }
    }

    /// The roles for [`Overrides::roles`](crate::Overrides::roles) that read `field` from `column`
    /// and leave the other fields as they are. A column that fed another field until now feeds only
    /// this one, except that usernames and emails may share a column.
    #[must_use]
    pub fn roles_with(mut self, field: Field, column: Option<usize>, columns: &[Column]) -> Vec<Option<Role>> {
        let is_free = |other: &usize| Some(*other) != column;
        if field == Field::Password {
            (self.username, self.email) = (self.username.filter(is_free), self.email.filter(is_free));
        } else {
            self.password = self.password.filter(is_free);
        }
        match field {
            Field::Name => self.username = column,
            Field::Email => self.email = column,
            Field::Password => self.password = column,
        }
        columns.iter().enumerate().map(|(index, column)| self.role_at(index, column.role)).collect()
    }

    fn role_at(&self, index: usize, role: Option<Role>) -> Option<Role> {
        if self.username == Some(index) {
            // A column of emails also serves as the emails, if no other does.
            return Some(Role::Username);
        }
        if self.email == Some(index) {
            return Some(Role::WorkEmail);
        }
        if self.password == Some(index) {
            return Some(Role::Password);
        }
        match role {
            // A name may be a username or a full name. It is not the username.
            Some(Role::Name) => Some(Role::FullName),
            Some(Role::FirstName | Role::LastName | Role::FullName | Role::OtherPerson | Role::Other) => role,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Field, Overrides, Purpose, Reading, read};

    const TEXT: &str = "Login,Nickname,Work email,Private email,Initial password\n\
                        alove,ada,ada@globex.example,ada@home.example,Abcd-1234\n\
                        ahopp,grace,grace@globex.example,grace@home.example,Wxyz-5678\n";

    fn reassigned(field: Field, header: Option<&str>) -> Reading {
        let first = read(TEXT, Purpose::Users, &Overrides::default()).unwrap();
        let column = header.map(|header| first.columns.iter().position(|column| column.header == header).unwrap());
        let roles = first.mapping.roles_with(field, column, &first.columns);
        read(TEXT, Purpose::Users, &Overrides { roles: Some(roles), ..Overrides::default() }).unwrap()
    }

    fn first_record(reading: &Reading) -> (&str, &str, Option<&str>) {
        let record = &reading.records[0];
        (&record.username, &record.email, record.password.as_deref())
    }

    #[test]
    fn the_mapping_names_the_columns_that_are_read() {
        let reading = read(TEXT, Purpose::Users, &Overrides::default()).unwrap();
        let header = |field| reading.mapping.column_of(field).map(|column| reading.columns[column].header.as_str());
        assert_eq!(header(Field::Name), Some("Login"));
        assert_eq!(header(Field::Email), Some("Work email"));
        assert_eq!(header(Field::Password), Some("Initial password"));
    }

    #[test]
    fn assigning_one_field_leaves_the_others() {
        let password = Some("Abcd-1234");
        let reading = reassigned(Field::Name, Some("Nickname"));
        assert_eq!(first_record(&reading), ("ada", "ada@globex.example", password));
        let reading = reassigned(Field::Email, Some("Private email"));
        assert_eq!(first_record(&reading), ("alove", "ada@home.example", password));
    }

    #[test]
    fn a_field_without_a_column_is_derived_or_empty() {
        assert_eq!(first_record(&reassigned(Field::Name, None)), ("ada", "ada@globex.example", Some("Abcd-1234")));
        assert_eq!(first_record(&reassigned(Field::Email, None)), ("alove", "", Some("Abcd-1234")));
        assert_eq!(first_record(&reassigned(Field::Password, None)), ("alove", "ada@globex.example", None));
    }

    #[test]
    fn a_column_never_is_a_password_and_something_else() {
        assert_eq!(first_record(&reassigned(Field::Password, Some("Login"))).0, "ada");
        assert_eq!(first_record(&reassigned(Field::Name, Some("Initial password"))).2, None);
    }

    #[test]
    fn usernames_and_emails_may_share_a_column() {
        let reading = reassigned(Field::Name, Some("Work email"));
        assert_eq!(first_record(&reading), ("ada@globex.example", "ada@globex.example", Some("Abcd-1234")));
    }
}

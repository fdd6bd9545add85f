//! What a column holds, by its header: a vocabulary in a dozen languages, and the words that
//! qualify it.
//!
//! A header is judged by meaning rather than by spelling. `Email (work)`, `Dienstliche E-Mail` and
//! `Business email` are the same column; `Manager email` belongs to another person.

use crate::text::trim;
use account_api::case_fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Usernames, for certain.
    Username,
    /// Usernames, unless another column says so more clearly: `Login`, `User`.
    Login,
    /// User principal names (Microsoft), which look like emails.
    PrincipalName,
    /// Ids, mostly numbers. Rarely a username.
    UserId,
    /// Names of service accounts.
    ServiceAccount,
    /// The email for work, or the primary one.
    WorkEmail,
    /// An email, of whatever kind.
    Email,
    /// A private, alternate or recovery email. Never used for an account.
    PrivateEmail,
    /// Passwords.
    Password,
    /// Given names.
    FirstName,
    /// Family names.
    LastName,
    /// Full names.
    FullName,
    /// `Name`: a username or a full name, which only the values tell.
    Name,
    /// Something about another person: a manager, an owner, a contact.
    OtherPerson,
    /// Something else that is known: a department, a phone number.
    Other,
}

impl Role {
    /// Whether a column of this role identifies an account.
    pub(crate) const fn is_identity(self) -> bool {
        !matches!(self, Self::Password | Self::OtherPerson | Self::Other | Self::UserId)
    }

    const fn is_email(self) -> bool {
        matches!(self, Self::WorkEmail | Self::Email | Self::PrivateEmail)
    }
}

/// The nouns, separated by blanks: case-folded, without anything but letters and digits.
const NOUNS: &[(Role, &str)] = &[
    (
        Role::Username,
        "preferredusername desiredusername requestedusername proposedusername adusername \
         windowsusername domainuser domainusername jirausername githubusername unixuser ldapuser \
         ldapuid netid nomdeconnexion compteutilisateur windowsbenutzer adkonto kürzel nomedelogin \
         idutente gebruikersid inlogcode loginużytkownika логинпользователя имяучётнойзаписи \
         ログイン 登录账号 用户帐户 使用者帳號 아이디 사용자id 사용자아이디 användarid brugerid \
         brukerid tunnus přihlašovacíjméno kullanıcı felhasználó χρήστης benutzerid username \
         usernames useraccount useraccountname accountname loginname logonname loginid logonid \
         userlogin samaccountname networkid networkuser windowslogin ntlogin unixname unixlogin \
         screenname handle benutzername nutzername anmeldename benutzerkennung nutzerkennung \
         anmeldekennung loginkennung benutzerkonto kontoname nomdutilisateur nomutilisateur \
         identifiant identifiants identifiantdeconnexion identifiantutilisateur nomdecompte \
         nombredeusuario nombreusuario usuario nombredecuenta nomeutente utente nomeaccount \
         nomedeusuário nomedeusuario nomedousuário nomedeutilizador utilizador usuário \
         gebruikersnaam inlognaam accountnaam nazwaużytkownika nazwauzytkownika użytkownik \
         nazwakonta имяпользователя пользователь логин учетнаязапись учётнаязапись \
         имяучетнойзаписи ім'якористувача імякористувача ユーザー名 ユーザ名 ユーザーid ユーザid \
         ログイン名 ログインid アカウント名 アカウント 用户名 用户账号 用户帐号 账号 帐号 登录名 \
         使用者名稱 帳號 사용자이름 사용자명 användarnamn brukernavn brugernavn käyttäjätunnus \
         käyttäjänimi uživatelskéjméno kullanıcıadı kullaniciadi felhasználónév όνομαχρήστη \
         שםמשתמש اسمالمستخدم",
    ),
    (
        Role::Login,
        "login logon user users account uid benutzer nutzer konto kennung compte utilisateur \
         cuenta conta gebruiker alias mailnickname",
    ),
    (Role::PrincipalName, "userprincipalname upn principalname participantid"),
    (
        Role::UserId,
        "id userid usernumber memberid accountid objectid employeeid employeeno employeenumber \
         employeenr personnelnumber personnelno staffid staffno workerid personid number no nr \
         personalnummer personalnr mitarbeiternummer mitarbeiternr mitarbeiterid matricule numéro \
         numero número legajo personeelsnummer matricola табельныйномер номер 社員番号 従業員番号 \
         番号 工号 编号 externalid",
    ),
    (
        Role::ServiceAccount,
        "serviceaccount serviceaccounts serviceaccountname serviceuser serviceusername robot \
         robots robotname robotaccount bot bots botname machineaccount technicaluser \
         technicalaccount systemaccount dienstkonto servicekonto dienstkonten technischerbenutzer \
         technischernutzer comptedeservice cuentadeservicio accountdiservizio contadeserviço \
         serviceaccountnaam служебнаяучетнаязапись サービスアカウント 服务账号 servicename \
         applicationname appname",
    ),
    (
        Role::Email,
        "елпошта 이메일주소 mailadr eml email emails mail mails emailaddress emailaddresses \
         mailaddress emailid useremail memberemail loginemail smtpaddress windowsemailaddress \
         emailadresse emailadressen mailadresse adresseemail adressemail adresseélectronique \
         adresseelectronique adressedecourriel adressecourriel courriel courrier mél correo \
         correoelectrónico correoelectronico direccióndecorreo direcciondecorreo \
         direccióndecorreoelectrónico direcciondecorreoelectronico direccióndeemail \
         postaelettronica indirizzoemail indirizzomail indirizzodipostaelettronica emailadres \
         mailadres endereçodeemail enderecodeemail correioeletrónico correioeletrônico \
         correioeletronico adresemail pocztaelektroniczna poczta электроннаяпочта почта элпочта \
         адресэлпочты адресэлектроннойпочты емейл emailадрес адресemail електроннапошта пошта \
         メールアドレス メール eメール 电子邮件 电子邮箱 邮箱 邮件 邮件地址 電子郵件 電子郵件地址 \
         이메일 epost epostadress epostadresse sähköposti sähköpostiosoite emailováadresa eposta \
         epostaadresi emailcím ηλεκτρονικόταχυδρομείο דואל",
    ),
    (
        Role::Password,
        "secret pin pw pass passw initpw initialpw temppw onetimepassword initpasswd initialpasswd \
         einmalpasswort zugangspasswort erstespasswort passwordtemp loginpassword accountpassword \
         初期パス 仮パスワード 初始密碼 登录密码 默认密码 임시비밀번호 초기비밀번호 암호 \
         hasłopoczątkowe hasłostartowe senhaprovisória password passwords passwd pwd passcode \
         passphrase userpassword passwort passwörter kennwort startpasswort startkennwort \
         initialpasswort initialkennwort erstpasswort motdepasse mdp contraseña contrasena clave \
         parola parolachiave wachtwoord startwachtwoord senha palavrapasse hasło haslo пароль \
         パスワード 初期パスワード 密码 密碼 初始密码 비밀번호 lösenord passord adgangskode \
         salasana heslo şifre sifre jelszó κωδικόςπρόσβασης סיסמה",
    ),
    (
        Role::FirstName,
        "first firstname givenname givennames forename preferredname nickname vorname rufname \
         prénom prenom nombres nombredepila voornaam roepnaam имя ім'я імя imię imie primeironome \
         名 förnamn fornavn etunimi jméno ad keresztnév",
    ),
    (
        Role::LastName,
        "last lastname surname familyname sn nachname familienname zuname nomdefamille apellido \
         apellidos cognome achternaam фамилия прізвище nazwisko sobrenome apelido 姓 efternamn \
         etternavn efternavn sukunimi příjmení soyad vezetéknév",
    ),
    (
        Role::FullName,
        "fullname displayname cn fn commonname realname legalname employeename membername employee \
         person people participant attendee member recipient student teacher vollständigername \
         vollername anzeigename klarname mitarbeiter mitarbeiterin mitarbeitername teilnehmer \
         mitglied nomcomplet nometprénom nomprénom prénomnom employé nombrecompleto \
         nombreyapellidos apellidosynombre empleado nomecompleto nomecognome cognomenome \
         volledigenaam medewerker фио полноеимя сотрудник имяифамилия imięinazwisko pracownik 氏名 \
         姓名 名前 お名前 フリガナ 社員名 成员 員工姓名 员工姓名",
    ),
    (Role::Name, "name names nom nome nombre naam namn navn nazwa nimi имена"),
    (
        Role::Other,
        "department dept division team group groups organization organisation company costcenter \
         title jobtitle position role roles function status state type phone phonenumber telephone \
         mobile mobilephone fax street address city zip postalcode country location office \
         description notes note remarks comment comments created registered lastlogin lastused \
         date birthday dateofbirth gender salutation language licenses middlename duration \
         abteilung firma telefon telefonnummer handy rolle funktion bemerkung bemerkungen standort \
         ort straße strasse plz anrede titel letztertag eintritt eintrittsdatum austritt \
         kostenstelle beschreibung service département téléphone rôle poste fonction departamento \
         teléfono puesto rol reparto telefono ruolo afdeling telefoon functie отдел телефон \
         должность 部署 電話番号 部门 电话 职位 dział stanowisko",
    ),
];

/// Words that say whose it is: not the account's own person.
const OTHER_PEOPLE: &str = "mentor buddy coach tutor deputy referrer recruiter hr hrbp advisor \
    adviser delegate partner creator author inviter actor uploader host organizer organiser \
    reviewer eltern parents elternteil vertretung stellvertreter stellvertretung notfall billing \
    forwarding weiterleitung reply replyto cc bcc gestor przełożonego руководителя керівника \
    chefens leders esimiehen nadřízeného yönetici vezető tuteur lastmodifiedby updatedby \
    assignedto referredby approvedby sentby managedby manager managers managerid managername \
    supervisor supervisors boss lead teamlead owner owners sponsor approver requester requestor \
    requestedby invitedby createdby modifiedby addedby contact assistant assistants spouse parent \
    guardian emergency referee reportsto responsible maintainer sender vorgesetzte vorgesetzter \
    vorgesetzten führungskraft chef leiter teamleiter eigentümer besitzer inhaber verantwortlich \
    verantwortlicher verantwortliche ansprechpartner kontakt antragsteller responsable supérieur \
    superviseur propriétaire gestionnaire jefe supervisora gerente propietario titular contacto \
    responsabile proprietario proprietário leidinggevende eigenaar beheerder contactpersoon \
    руководитель начальник владелец менеджер контакт przełożony właściciel kierownik chefe 上司 \
    管理者 所有者 担当者 経理 经理 上级 负责人";

const PRIVATE: &str = "priv alt gmail privémail домашняя особиста soukromý kişisel magán private \
    personal home alternate alternative secondary second recovery backup other additional previous \
    old former secondemail privat privater privates persönliche sonstige weitere zweite \
    wiederherstellung personnel personnelle privé privée perso secondaire récupération secours \
    autre particular secundario alternativo recuperación otro privata privato personale secondaria \
    recupero persoonlijk persoonlijke alternatief личный личная личной частный резервный \
    дополнительный prywatny pessoal secundário 個人 私用 予備 个人 备用 私人";

const WORK: &str = "work business primary main company corporate office organization official \
    dienstlich dienstliche dienst geschäftlich geschäftliche geschäft arbeit beruflich berufliche \
    firmen primäre professionnel professionnelle pro travail entreprise principal principale \
    trabajo empresa corporativo corporativa laboral profesional lavoro aziendale zakelijk \
    zakelijke werk trabalho empresarial służbowy firmowy рабочий рабочая рабочей служебный \
    корпоративный основной 会社 勤務先 業務 仕事 社用 工作 公司 企业";

/// Words that change nothing about what a column holds.
const DECORATION: &str = "required optional mandatory pflichtfeld pflicht erforderlich obligatoire \
    facultatif obligatorio opcional obbligatorio verplicht обязательно 必須 必填 value the of your \
    new neu neues initial initiales temporary temp start starting default first onetime temporäres \
    vorläufiges vorläufig provisoire temporaire provisional temporal inicial provvisoria iniziale \
    temporanea tijdelijk временный начальный tymczasowe temporária провизорный 初期 仮 临时 初始 \
    текущий";

/// Words that say that it is the account's own person, and nothing else.
const OWN: &str = "user users member account login person employee employees staff student \
    students pupil school university college campus hire profile attributes emails data item node \
    address adresse mailadresse original name names name1 id";

/// Words for other people and for private matters in scripts that do not separate words.
const UNSPACED_OTHER_PEOPLE: &str = "上司 主管 经理 經理 领导 管理者 担当 상사 관리자 매니저 负责人 所有者";
const UNSPACED_PRIVATE: &str = "個人 个人 私用 私人 개인 予備 备用";

/// What a column with this header holds. `None` for a header that is not known.
#[must_use]
pub fn role_of(header: &str) -> Option<Role> {
    const MAX_HEADER_BYTES: usize = 150;
    let header = trim(header);
    if header.is_empty() || header.len() > MAX_HEADER_BYTES || header.contains('@') {
        return None;
    }
    let words = words(header);
    let whole = words.concat();
    let is_in = |list: &str| words.iter().chain([&whole]).any(|word| contains_word(list, word));
    let has_part = |list: &str| list.split(' ').any(|part| header.contains(part));
    let is_by = words.len() > 1 && words.iter().any(|word| word == "by");
    // `Contact email` and `Owner` are about another person, `Contact` in `Emergency contact` as
    // well, and so is `createdBy`.
    if is_in(OTHER_PEOPLE) || is_by || has_part(UNSPACED_OTHER_PEOPLE) {
        return Some(Role::OtherPerson);
    }
    let (part, role) = variants(header).into_iter().find_map(|part| Some((part, noun(part)?)))?;
    let is_path = part.len() < header.len() && header.contains('.') && !header.contains(char::is_whitespace);
    if !(role.is_email() || is_path && role.is_identity()) {
        return Some(role);
    }
    // `mentor.login`, `Email (billing)`: a qualifier that is not known may name anybody.
    if has_unknown_qualifier(&words, part) {
        return Some(Role::OtherPerson);
    }
    let is_second = words.iter().any(|word| matches!(word.as_str(), "2" | "3" | "4" | "5" | "ii" | "2nd"));
    Some(match () {
        () if !role.is_email() => role,
        () if is_in(PRIVATE) || is_second || has_part(UNSPACED_PRIVATE) => Role::PrivateEmail,
        () if is_in(WORK) => Role::WorkEmail,
        () => role,
    })
}

/// Whether a word of a header outside the part that names the column is none that qualifies it.
fn has_unknown_qualifier(all: &[String], part: &str) -> bool {
    let part = words(part);
    let is_known = |word: &str| {
        [DECORATION, WORK, PRIVATE, OWN].iter().any(|list| contains_word(list, word))
            || NOUNS.iter().any(|(_, nouns)| contains_word(nouns, word))
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let rest: Vec<&String> = all.iter().filter(|word| !part.contains(word)).collect();
    let whole = rest.iter().map(|word| word.as_str()).collect::<String>();
    !rest.is_empty() && noun(&whole).is_none() && rest.iter().any(|word| !is_known(word))
}

/// Whether a single word makes a header even where the values could be anything: it is not a
/// plausible name of an account.
pub(crate) fn is_unmistakable(header: &str) -> bool {
    let words = words(header);
    let is_compound = words.len() > 1 || trim(header).len() > 7;
    is_compound && role_of(header).is_some_and(Role::is_identity) && !matches!(role_of(header), Some(Role::Name))
}

/// The parts of a header that may name the column, the most telling first.
fn variants(header: &str) -> Vec<&str> {
    let outside = header.split(['[', '(', '{', '（', '*']).next().unwrap_or(header);
    let mut variants = vec![outside];
    // `profile.email` and `ns:email`, but not `Subject: …`.
    let is_path = header.contains(['.', ':']) && !header.contains(char::is_whitespace);
    if let Some(last) = header.rsplit(['.', ':']).next().filter(|_| is_path) {
        variants.push(last);
    }
    variants.extend(outside.split(['/', '|', '–', '—']).filter(|part| *part != outside));
    variants.extend(
        header.split(['[', '(', '{', '（']).skip(1).map(|part| part.trim_end_matches([']', ')', '}', '）', ' '])),
    );
    variants
}

/// The role of a noun, with or without the words that qualify it.
fn noun(text: &str) -> Option<Role> {
    let words = words(text);
    let lookup = |name: &str| NOUNS.iter().find(|(_, nouns)| contains_word(nouns, name)).map(|(role, _)| *role);
    let without = |lists: &[&str]| -> String {
        let is_noun = |word: &&String| {
            !lists.iter().any(|list| contains_word(list, word)) && !word.bytes().all(|byte| byte.is_ascii_digit())
        };
        words.iter().filter(is_noun).map(String::as_str).collect()
    };
    lookup(&words.concat())
        .or_else(|| lookup(&without(&[DECORATION])))
        // Only emails are qualified by whose they are: `backup-bot` is not a backup of `bot`.
        .or_else(|| lookup(&without(&[DECORATION, PRIVATE, WORK])).filter(|role| role.is_email()))
        .or_else(|| lookup(&without(&[DECORATION, PRIVATE, WORK, OWN])).filter(|role| role.is_email()))
        .or_else(|| lookup(&without(&[DECORATION, OWN])).filter(|role| matches!(role, Role::Username | Role::Login)))
}

fn contains_word(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split(' ').any(|other| other == word)
}

/// The words of a header, case-folded. A capital letter after a small one begins a word.
fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_is_lowercase = false;
    for character in header.chars() {
        if !character.is_alphanumeric() || (character.is_uppercase() && before_is_lowercase) {
            words.extend((!word.is_empty()).then(|| case_fold(&word)));
            word.clear();
        }
        if character.is_alphanumeric() {
            word.push(character);
        }
        before_is_lowercase = character.is_lowercase();
    }
    words.extend((!word.is_empty()).then(|| case_fold(&word)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_any_spelling_and_decoration() {
        for (header, expected) in [
            ("USERNAME", Role::Username),
            ("User name [userPrincipalName] Required", Role::Username),
            ("user_name", Role::Username),
            ("userName", Role::Username),
            ("Username / Benutzername", Role::Username),
            ("Nom d’utilisateur", Role::Username),
            ("Login", Role::Login),
            ("Name", Role::Name),
            ("Name (Original Name)", Role::Name),
            ("First Name [Required]", Role::FirstName),
            ("E-Mail-Adresse", Role::Email),
            ("E-mail 1 - Value", Role::Email),
            ("User Email", Role::Email),
            ("profile.email", Role::Email),
            ("Correo electrónico", Role::Email),
            ("Initial password [passwordProfile] Required", Role::Password),
            ("Mot de passe provisoire", Role::Password),
            ("Contraseña", Role::Password),
            ("Participant ID (UPN)", Role::PrincipalName),
            ("Employee no.", Role::UserId),
        ] {
            assert_eq!(role_of(header), Some(expected), "{header}");
        }
        for header in ["", "jane", "Change Password at Next Sign-In", "Password hash", "a@x.example", "E-mail type"] {
            assert_eq!(role_of(header), None, "{header}");
        }
    }

    #[test]
    fn qualifiers_tell_work_from_private_and_from_other_people() {
        for (header, expected) in [
            ("Work email", Role::WorkEmail),
            ("Email (work)", Role::WorkEmail),
            ("Dienstliche E-Mail", Role::WorkEmail),
            ("Email (personal)", Role::PrivateEmail),
            ("Alternate email address", Role::PrivateEmail),
            ("secondEmail", Role::PrivateEmail),
            ("E-mail 2 Address", Role::PrivateEmail),
            ("Manager email", Role::OtherPerson),
            ("Vorgesetzte/r", Role::OtherPerson),
            ("Owner", Role::OtherPerson),
            ("manager.email", Role::OtherPerson),
        ] {
            assert_eq!(role_of(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn headers_that_could_also_be_values_are_not_unmistakable() {
        for header in ["Username", "User name", "Email address", "Benutzername"] {
            assert!(is_unmistakable(header), "{header}");
        }
        for header in ["mail", "user", "login", "name", "Department", "jane"] {
            assert!(!is_unmistakable(header), "{header}");
        }
    }
}

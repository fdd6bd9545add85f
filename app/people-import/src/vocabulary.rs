//! The words of headers: what a column can be called in a dozen languages, and what qualifies it.
//!
//! To add a word, put it into its role in [`NOUNS`], in lowercase, several words as one
//! (`loginname`). `role.rs` says what each role is. A word that qualifies another, such as
//! `private`, `manager` or `required`, goes into the list of its kind below. A test reports a word
//! that is listed twice. Files that use it go to `tests/data/classes/`.

use crate::role::Role;
use account_api::search_fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The nouns, separated by blanks, without anything but letters and digits.
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
         имяучетнойзаписи імякористувача ユーザー名 ユーザ名 ユーザーid ユーザid \
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
         prénom prenom nombres nombredepila voornaam roepnaam имя імя imię imie primeironome \
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

/// Words that say that a value belongs to another person.
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
    facultatif obligatorio opcional obbligatorio verplicht обязательно 必須 必填 value wert valeur valor the of your \
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

/// What a word says about the column whose header it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Qualifier {
    /// It belongs to someone other than the person of the row.
    OtherPerson,
    /// It is private, alternate or for recovery.
    Private,
    /// It is for work, or the primary one.
    Work,
    /// Nothing.
    Decoration,
    /// It belongs to the person of the row.
    Own,
}

impl Qualifier {
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What a word can mean in a header.
#[derive(Clone, Copy, Default)]
struct Meaning {
    noun: Option<Role>,
    /// The bits of its [`Qualifier`]s.
    qualifiers: u8,
}

/// A map rather than a search through the lists: the values of every row are checked against them
/// too, since a header within the data belongs to another table.
fn meanings() -> &'static HashMap<String, Meaning> {
    static MEANINGS: OnceLock<HashMap<String, Meaning>> = OnceLock::new();
    MEANINGS.get_or_init(|| {
        let mut meanings: HashMap<String, Meaning> = HashMap::new();
        for (role, nouns) in NOUNS {
            for noun in nouns.split_whitespace() {
                meanings.entry(search_fold(noun)).or_default().noun.get_or_insert(*role);
            }
        }
        let lists = [
            (Qualifier::OtherPerson, OTHER_PEOPLE),
            (Qualifier::Private, PRIVATE),
            (Qualifier::Work, WORK),
            (Qualifier::Decoration, DECORATION),
            (Qualifier::Own, OWN),
        ];
        for (qualifier, words) in lists {
            for word in words.split_whitespace() {
                meanings.entry(search_fold(word)).or_default().qualifiers |= qualifier.bit();
            }
        }
        meanings
    })
}

/// The role of a column that is called by this word: letters and digits only, folded by
/// [`search_fold`].
pub(crate) fn role_of_noun(word: &str) -> Option<Role> {
    meanings().get(word)?.noun
}

/// Whether a word, folded by [`search_fold`], qualifies what the column holds in any of these ways.
pub(crate) fn qualifies(word: &str, as_any_of: &[Qualifier]) -> bool {
    let bits = as_any_of.iter().fold(0, |bits, qualifier| bits | qualifier.bit());
    meanings().get(word).is_some_and(|meaning| meaning.qualifiers & bits != 0)
}

/// Whether a header in a script without spaces names another person.
pub(crate) fn has_unspaced_other_person(header: &str) -> bool {
    UNSPACED_OTHER_PEOPLE.split(' ').any(|part| header.contains(part))
}

/// Whether a header in a script without spaces says that it is private.
pub(crate) fn has_unspaced_private(header: &str) -> bool {
    UNSPACED_PRIVATE.split(' ').any(|part| header.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_noun_has_one_role_however_it_is_capitalized() {
        let mut seen = HashSet::new();
        for (role, nouns) in NOUNS {
            for noun in nouns.split_whitespace() {
                assert!(seen.insert(noun), "{noun} is listed twice");
                assert_eq!(role_of_noun(&search_fold(&noun.to_uppercase())), Some(*role), "{noun}");
            }
        }
    }
}

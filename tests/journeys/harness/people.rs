//! Who is there at the start of every journey.

use server::setup::SeededRole;

/// An agent who can sign in.
pub struct Person {
    /// Given name.
    pub first_name: &'static str,
    /// Family name.
    pub last_name: &'static str,
    /// What one signs in with.
    pub email: &'static str,
    /// And with it.
    pub password: &'static str,
    /// What the agent may do.
    pub role: SeededRole,
}

/// Everybody's, but in the sample data.
pub const PASSWORD: &str = "uma frase longa";

/// May do everything.
pub const ANA: Person = Person {
    first_name: "Ana",
    last_name: "Ribeiro",
    email: "ana@docearte.example",
    password: PASSWORD,
    role: SeededRole::Administrator,
};

/// Sees and answers.
pub const BRUNO: Person = Person {
    first_name: "Bruno",
    last_name: "Teixeira",
    email: "bruno@docearte.example",
    password: PASSWORD,
    role: SeededRole::Agent,
};

/// Sees and answers.
pub const CARLA: Person = Person {
    first_name: "Carla",
    last_name: "Monteiro",
    email: "carla@docearte.example",
    password: PASSWORD,
    role: SeededRole::Agent,
};

/// Ana of the sample data.
pub const SAMPLE_ANA: Person = Person {
    password: SAMPLE_PASSWORD,
    ..ANA
};

/// Bruno of the sample data, whose role there is another one: he sees everything.
pub const SAMPLE_BRUNO: Person = Person {
    password: SAMPLE_PASSWORD,
    ..BRUNO
};

/// Carla of the sample data.
pub const SAMPLE_CARLA: Person = Person {
    password: SAMPLE_PASSWORD,
    ..CARLA
};

/// As the README tells it.
const SAMPLE_PASSWORD: &str = "doce-arte-2026";

/// Meta's id of the simulated account's first number, "Escola Doce Arte".
pub const SCHOOL_NUMBER: &str = "4400001111";
/// Meta's id of its second number, "Doce Arte Eventos".
pub const EVENTS_NUMBER: &str = "4400002222";

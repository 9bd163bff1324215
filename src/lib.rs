//! The PerfectChat web app.

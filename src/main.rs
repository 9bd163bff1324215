//! The PerfectChat web app.

fn main() {
    console_error_panic_hook::set_once();
    perfectchat::app::start();
}

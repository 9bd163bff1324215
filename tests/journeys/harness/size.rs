//! The three sizes of screens that PerfectChat is made for.

use serde_json::{Value, json};

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 1440 × 900, a mouse.
    Desktop,
    /// 820 × 1180, fingers.
    Tablet,
    /// 360 × 740, fingers.
    Phone,
}

impl Size {
    /// The parameters of CDP's `Emulation.setDeviceMetricsOverride`: the page is exactly this large.
    pub fn metrics(self) -> Value {
        let (width, height) = match self {
            Self::Desktop => (1440, 900),
            Self::Tablet => (820, 1180),
            Self::Phone => (360, 740),
        };
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": self.has_touch() })
    }

    /// Whether it is held in hands.
    pub fn has_touch(self) -> bool {
        self != Self::Desktop
    }
}

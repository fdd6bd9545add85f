// Generated from mock-server/src/world/faults/catalog.rs. Do not edit. To regenerate:
// UPDATE_GENERATED=1 cargo test -p mock-server --test generated_files

/** All operations of the Account API. */
export const OPERATIONS = [
  "create_users",
  "deactivate",
  "disable",
  "reactivate",
  "get_admins",
  "set_admins",
  "remove_admins",
  "list_users",
  "account_type",
  "reset_password",
  "reset_own_password"
];

/** The operations that change accounts. */
export const CHANGES = [
  "create_users",
  "deactivate",
  "disable",
  "reactivate",
  "set_admins",
  "remove_admins",
  "reset_password",
  "reset_own_password"
];

/** What a fault can do. */
export const EFFECTS = [
  {
    "allows_after_execution": true,
    "description": "Delays the response by this many milliseconds, or by a random number from the range.",
    "label": "Delay",
    "name": "delay",
    "parameters": [
      {
        "initial": "1500",
        "kind": "milliseconds",
        "label": "Milliseconds",
        "name": null,
        "range": "milliseconds: 0 to 3600000, or a range [min, max]"
      }
    ],
    "summary": "Delayed by {}"
  },
  {
    "allows_after_execution": true,
    "description": "Delays the response by a random time with a long tail. Half of the delays are longer than this many milliseconds, one in ten is 2.6 times as long or longer, one in a hundred 10 times.",
    "label": "Delay with a long tail",
    "name": "long_tail",
    "parameters": [
      {
        "initial": "1500",
        "kind": "milliseconds",
        "label": "Milliseconds",
        "name": null,
        "range": "milliseconds: 1 to 3600000"
      }
    ],
    "summary": "Delayed by about {}, sometimes much longer"
  },
  {
    "allows_after_execution": true,
    "description": "Sends no response until the fault is removed.",
    "label": "Hang (no response)",
    "name": "hang",
    "parameters": [],
    "summary": "No response until removed"
  },
  {
    "allows_after_execution": true,
    "description": "Sends an ERROR envelope. details becomes error_details.",
    "label": "ERROR with a message",
    "name": "error",
    "parameters": [
      {
        "initial": "Simulated by a fault",
        "kind": "text",
        "label": "Message",
        "name": "msg",
        "range": "text: at most 1000 characters"
      },
      {
        "initial": "200",
        "kind": "number",
        "label": "HTTP status",
        "name": "http_status",
        "range": "HTTP status: 200 to 599, except 204, 205 and 304"
      },
      {
        "initial": "",
        "kind": "texts",
        "label": "Details",
        "name": "details",
        "range": "One “name: reason” per line: at most 100 texts by name, of at most 255 characters each"
      }
    ],
    "summary": "ERROR “{}”"
  },
  {
    "allows_after_execution": true,
    "description": "Sends an ERROR envelope with this HTTP status and a msg that names the fault.",
    "label": "ERROR with an HTTP status",
    "name": "status",
    "parameters": [
      {
        "initial": "503",
        "kind": "number",
        "label": "HTTP status",
        "name": null,
        "range": "HTTP status: 200 to 599, except 204, 205 and 304"
      }
    ],
    "summary": "ERROR, HTTP {}"
  },
  {
    "allows_after_execution": true,
    "description": "Sends an HTML error page with this HTTP status, as a proxy does.",
    "label": "HTML page",
    "name": "html",
    "parameters": [
      {
        "initial": "503",
        "kind": "number",
        "label": "HTTP status",
        "name": null,
        "range": "HTTP status: 200 to 599, except 204, 205 and 304"
      }
    ],
    "summary": "HTML page, HTTP {}"
  },
  {
    "allows_after_execution": true,
    "description": "Sends an empty body with this HTTP status.",
    "label": "Empty body",
    "name": "empty",
    "parameters": [
      {
        "initial": "503",
        "kind": "number",
        "label": "HTTP status",
        "name": null,
        "range": "HTTP status: 200 to 599, except 204, 205 and 304"
      }
    ],
    "summary": "Empty body, HTTP {}"
  },
  {
    "allows_after_execution": true,
    "description": "Sends a 401, as for a revoked token.",
    "label": "401, token rejected",
    "name": "unauthorized",
    "parameters": [],
    "summary": "401, token rejected"
  },
  {
    "allows_after_execution": true,
    "description": "Sends a 429 with this Retry-After.",
    "label": "429, retry after",
    "name": "rate_limited",
    "parameters": [
      {
        "initial": "2",
        "kind": "number",
        "label": "Seconds",
        "name": null,
        "range": "seconds: 0 to 3600"
      }
    ],
    "summary": "429, retry after {} s"
  },
  {
    "allows_after_execution": true,
    "description": "Resets the connection.",
    "label": "Connection reset",
    "name": "reset",
    "parameters": [],
    "summary": "Connection reset"
  },
  {
    "allows_after_execution": false,
    "description": "Closes the connection after half of the announced body.",
    "label": "Connection drops midway",
    "name": "cut_off",
    "parameters": [],
    "summary": "Connection drops midway"
  },
  {
    "allows_after_execution": false,
    "description": "Sends the first half of the body as if it were complete.",
    "label": "Truncated body",
    "name": "truncated",
    "parameters": [],
    "summary": "Truncated body"
  },
  {
    "allows_after_execution": false,
    "description": "Sends the body without its last brace: malformed JSON.",
    "label": "Malformed JSON",
    "name": "malformed",
    "parameters": [],
    "summary": "Malformed JSON"
  },
  {
    "allows_after_execution": false,
    "description": "Sends the head at once, and the body in small pieces spread over this many milliseconds.",
    "label": "Body in drips",
    "name": "drip",
    "parameters": [
      {
        "initial": "1500",
        "kind": "milliseconds",
        "label": "Milliseconds",
        "name": null,
        "range": "milliseconds: 1 to 3600000"
      }
    ],
    "summary": "Body in drips over {}"
  },
  {
    "allows_after_execution": false,
    "description": "Sends the body at this many bytes per second.",
    "label": "Limited bandwidth",
    "name": "bandwidth",
    "parameters": [
      {
        "initial": "1000",
        "kind": "number",
        "label": "Bytes per second",
        "name": null,
        "range": "bytes per second: 1 to 1000000000"
      }
    ],
    "summary": "{} bytes per second"
  },
  {
    "allows_after_execution": false,
    "description": "Reads the platform as it was when the fault was added.",
    "label": "Stale data",
    "name": "stale",
    "parameters": [],
    "summary": "Stale data, from when the fault was added"
  },
  {
    "allows_after_execution": false,
    "description": "Before a page is read, adds this many accounts at the head of the list; if negative, disables as many active ones there, except site admins. Consecutive pages then overlap or leave a gap.",
    "label": "List shifts by",
    "name": "shift",
    "parameters": [
      {
        "initial": "1",
        "kind": "number",
        "label": "Accounts",
        "name": null,
        "range": "accounts: -1000 to 1000, not 0"
      }
    ],
    "summary": "List shifts by {}"
  }
];

/** On which of the matching calls it does that. The first is the default. */
export const TRIGGERS = [
  {
    "label": "Every call",
    "name": "always",
    "phrase": "every call",
    "takes_number": false
  },
  {
    "label": "Only the nth call",
    "name": "nth",
    "phrase": "call {} only",
    "takes_number": true
  },
  {
    "label": "From the nth call on",
    "name": "from",
    "phrase": "from call {} on",
    "takes_number": true
  },
  {
    "label": "Every nth call",
    "name": "every",
    "phrase": "every {} calls",
    "takes_number": true
  },
  {
    "label": "A percentage of calls",
    "name": "probability",
    "phrase": "{}% of calls",
    "takes_number": true
  }
];

/** Faults that can be added with one click. */
export const PRESETS = [
  {
    "after_execution": false,
    "effect": {
      "delay": 1500
    },
    "label": "Slow 1.5 s"
  },
  {
    "after_execution": false,
    "effect": {
      "status": 503
    },
    "label": "503"
  },
  {
    "after_execution": true,
    "effect": "reset",
    "label": "Lost response"
  },
  {
    "after_execution": false,
    "effect": {
      "html": 502
    },
    "label": "HTML page"
  },
  {
    "after_execution": false,
    "effect": "unauthorized",
    "label": "401 from now on"
  },
  {
    "after_execution": false,
    "effect": "hang",
    "label": "Hang"
  }
];

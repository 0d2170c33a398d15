// The catalog and the facts that docs/CATALOG.md explains, word for word; example.test.mjs sees to it.

export const catalog = {
  "permatrix": 1,
  "name": "example",
  "title": { "en": "Example", "de": "Beispiel" },

  "types": {
    "company": {},
    "project": { "within": ["company"] },
    "rfi": {
      "within": ["project"],
      "tool": "rfi",
      "attributes": { "creator": "user", "manager": "user", "assignees": ["user"], "private": "bool", "status": "string" }
    }
  },
  "subject": { "employee": "bool", "suspended": "bool" },
  "context": { "office": "bool" },
  "settings": {
    "user_installs": { "type": "bool", "default": true },
    "groups_by": { "type": "string", "values": ["administrators", "employees", "everyone"], "default": "administrators" }
  },

  "ladders": {
    "general": [
      { "level": "none", "title": { "en": "None", "de": "Keine" } },
      { "level": "read_only", "title": { "en": "Read only", "de": "Nur lesen" } },
      { "level": "standard", "title": "Standard" },
      { "level": "admin", "title": "Admin" }
    ]
  },

  "conditions": {
    "own": { "title": { "en": "own items only", "de": "nur eigene" }, "when": "resource.creator == subject" },
    "unclear": { "todo": "the source has a mark here without a text" }
  },

  "tools": {
    "directory": {
      "title": { "en": "Directory", "de": "Adressbuch" },
      "on": "project",
      "ladder": "general",
      "implies": { "admin": ["project_admin"] },
      "actions": {
        "view": { "cells": { "read_only": "yes", "standard": "yes", "admin": "yes" } }
      }
    },
    "rfi": {
      "on": "project",
      "ladder": "general",
      "granulars": {
        "act_as_manager": { "title": "Act as RFI manager", "levels": ["read_only", "standard"] },
        "entries_only": { "levels": ["standard"] }
      },
      "privileges": { "auditor": {} },
      "conditions": {
        "managed": {
          "title": { "en": "manager of the RFI; Standard also own RFIs", "de": "als RFI-Manager; Standard auch eigene" },
          "when": "resource.manager == subject || (level(\"rfi\") >= \"standard\" && resource.creator == subject)"
        }
      },
      "actions": {
        "view": { "title": { "en": "See RFIs" }, "cells": { "read_only": "yes", "standard": "yes", "admin": "yes" } },
        "edit": { "cells": { "act_as_manager": "if managed", "standard": "if own", "admin": "yes", "entries_only": "never" } },
        "export": { "cells": { "read_only": "yes", "standard": "yes", "admin": "yes", "auditor": "yes" } }
      }
    },
    "conversations": {
      "on": "project",
      "borrows": "directory",
      "actions": { "send": { "cells": { "read_only": "yes", "standard": "yes", "admin": "yes" } } }
    }
  },

  "roles": {
    "project_admin": { "on": "project", "levels": { "*": "admin" } },
    "engineer": {
      "title": { "en": "Engineer", "de": "Ingenieur" },
      "on": "project",
      "exclusive": true,
      "levels": { "rfi": "standard", "directory": "read_only" },
      "granulars": ["rfi.act_as_manager"]
    }
  },

  "ceilings": {
    "suspended": { "when": "has(subject.suspended) && subject.suspended", "except": ["*"] },
    "outside": { "when": "!(has(subject.employee) && subject.employee)", "except": ["rfi.export", "directory.*"] }
  },

  "changes": { "grant": "directory.view", "revoke": "directory.view" }
};

export const facts = {
  "permatrix": 1,
  "catalog": "example",
  "users": {
    "user:anna": { "title": "Anna Berg", "attributes": { "employee": true } },
    "user:ben": {}
  },
  "groups": {
    "group:crew": { "title": "Crew", "members": ["user:ben", "group:night"] },
    "group:night": { "members": [] }
  },
  "resources": {
    "company:acme": { "title": "Acme" },
    "project:7": { "parent": "company:acme" },
    "rfi:12": { "parent": "project:7", "attributes": { "creator": "user:anna", "private": false } }
  },
  "settings": { "groups_by": "everyone" },
  "grants": [
    { "to": "user:anna", "role": "engineer", "on": "project:7" },
    { "to": "group:crew", "column": "rfi.read_only", "on": "company:acme", "until": "2027-01-01T00:00:00Z" },
    { "to": "everyone", "column": "directory.read_only", "on": "project:7", "if": "own" }
  ]
};

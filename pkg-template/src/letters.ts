// The letters of the package. Data: what a letter says is for whoever writes letters, not for code.

import type { Letters } from "./mail.js";

/** By the name of the mail, by language. */
export const letters: Letters = {
  invitation: {
    de: {
      subject: "Ihr Zugang ist eingerichtet",
      text: `Guten Tag {user.title},

{actor.title} hat für Sie einen Zugang angelegt.
Aktivieren Sie ihn hier: {link}
Die Einladung gilt bis {until}.

Ihr Benutzername: {user.address}
Kommt der Link nicht mehr an sein Ziel, lassen Sie sich die Einladung noch einmal senden.`,
    },
    en: {
      subject: "Your account is ready",
      text: `Hello {user.title},

{actor.title} has made an account for you.
Activate it here: {link}
The invitation is good until {until}.

Your user name: {user.address}
If the link no longer works, ask for the invitation to be sent again.`,
    },
  },
  app_request: {
    de: {
      subject:
        "{requester.address} hat Zugriff auf oder die Installation von {request.attributes.app} auf {on.title} beantragt",
      text: `{requester.title} ({requester.address}) bittet um die App {request.attributes.app} für {on.title}.
Notiz: {request.attributes.note}

Wenn Sie zustimmen, wird die App für {requester.title} installiert.
Antworten können Sie hier: {link}
Die Anfrage endet am {request.attributes.until}.`,
    },
    en: {
      subject:
        "{requester.address} has requested access to or the installation of {request.attributes.app} on {on.title}",
      text: `{requester.title} ({requester.address}) asks for the app {request.attributes.app} for {on.title}.
Note: {request.attributes.note}

If you approve, the app is installed for {requester.title}.
You can answer here: {link}
The request ends on {request.attributes.until}.`,
    },
  },
  app_attempt: {
    de: {
      subject: "{subject.address} wollte {context.app} auf {on.title} installieren",
      text: `{subject.title} ({subject.address}) wollte {context.app} installieren oder einem fremden Dienst Zugriff geben.
Das wurde verhindert: Installationen durch Benutzer sind für {on.title} ausgeschaltet.
Die Einstellung finden Sie hier: {link}`,
    },
    en: {
      subject: "{subject.address} tried to install {context.app} on {on.title}",
      text: `{subject.title} ({subject.address}) tried to install {context.app} or to let an outside service in.
This was blocked: installs by users are switched off for {on.title}.
You find the setting here: {link}`,
    },
  },
  request: {
    de: {
      subject: "{requester.address} bittet um {request.title}",
      text: `{requester.title} ({requester.address}) bittet um {request.title} in {on.title}.
Notiz: {request.attributes.note}

Antworten können Sie hier: {link}
Die Anfrage endet am {request.attributes.until}.`,
    },
    en: {
      subject: "{requester.address} asks for {request.title}",
      text: `{requester.title} ({requester.address}) asks for {request.title} in {on.title}.
Note: {request.attributes.note}

You can answer here: {link}
The request ends on {request.attributes.until}.`,
    },
  },
  request_approved: {
    de: {
      subject: "Genehmigt: {request.title}",
      text: `Guten Tag {requester.title},

{actor.title} hat Ihrer Anfrage zugestimmt: {request.title} in {on.title}.
Weiter geht es hier: {link}`,
    },
    en: {
      subject: "Approved: {request.title}",
      text: `Hello {requester.title},

{actor.title} has approved your request: {request.title} in {on.title}.
Go on here: {link}`,
    },
  },
  request_denied: {
    de: {
      subject: "Abgelehnt: {request.title}",
      text: `Guten Tag {requester.title},

{actor.title} hat Ihre Anfrage abgelehnt: {request.title} in {on.title}.
Grund: {reason}`,
    },
    en: {
      subject: "Denied: {request.title}",
      text: `Hello {requester.title},

{actor.title} has denied your request: {request.title} in {on.title}.
Reason: {reason}`,
    },
  },
  attempt: {
    de: {
      subject: "{subject.address} wollte etwas tun, das nicht erlaubt ist",
      text: `{subject.title} ({subject.address}) hat {action} auf {resource} versucht.
Das wurde verhindert.
Mehr dazu: {link}`,
    },
    en: {
      subject: "{subject.address} tried something that is not allowed",
      text: `{subject.title} ({subject.address}) tried {action} on {resource}.
This was blocked.
More: {link}`,
    },
  },
};

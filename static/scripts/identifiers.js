/**
 * Says below a field of the helpdesk that an NHS number in it will become a reference.
 *
 * The server finds more than this does; here it is enough to tell people while they type.
 */
const FIELDS = "textarea, input[name='subject'], [data-identifiers]";
const CANDIDATE = /(?<![0-9])[0-9]{3}[ \u00a0.\-\u2010-\u2015]?[0-9]{3}[ \u00a0.\-\u2010-\u2015]?[0-9]{4}(?![0-9])/g;
const WORDS = "This looks like an NHS number. A reference takes its place when you send.";
let made = 0;

function hasCheckDigit(digits) {
  const total = [...digits.slice(0, 9)].reduce((sum, digit, at) => sum + digit * (10 - at), 0);
  const check = (11 - (total % 11)) % 11;
  return check < 10 && check === Number(digits[9]);
}

function holdsNumber(text) {
  const plain = text.normalize("NFKC");
  return [...plain.matchAll(CANDIDATE)].some(([found]) => hasCheckDigit(found.replace(/[^0-9]/g, "")));
}

/** Returns the line below a field, made when it is first needed; screen readers say its changes. */
function lineBelow(field) {
  if (field.dataset.identifiersLine) return document.getElementById(field.dataset.identifiersLine);
  const line = document.createElement("p");
  made += 1;
  line.id = `identifiers-${made}`;
  line.className = "ohc-identifiers";
  line.setAttribute("role", "status");
  field.after(line);
  field.dataset.identifiersLine = line.id;
  return line;
}

function look(field) {
  const found = holdsNumber(field.value);
  if (!found && !field.dataset.identifiersLine) return;
  const words = found ? WORDS : "";
  const line = lineBelow(field);
  if (line.textContent !== words) line.textContent = words;
}

// Fields of the record keep what is typed as it is.
if (window.location.pathname.startsWith("/helpdesk/")) {
  document.addEventListener("input", ({ target }) => {
    if (target instanceof Element && target.matches(FIELDS)) look(target);
  });
  for (const field of document.querySelectorAll(FIELDS)) look(field);
}

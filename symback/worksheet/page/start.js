// The page comes to life: keys, buttons, the coach that tells verdicts and hints, and progress.

const data = JSON.parse(document.getElementById("data").textContent);
const engine = new Engine(data.rules);
const exercises = data.exercises.map((told, place) => new Exercise(engine, data, told, place + 1));
const store = new Store(data.id);

const coach = {
  element: document.getElementById("coach"),
  verdict: document.querySelector("#coach .verdict"),
  hint: document.querySelector("#coach .hint"),
  more: document.getElementById("more"),
  said: document.getElementById("said"), // what screen readers announce: it is there from the start, or they would miss it
  box: null,

  /** Say something, about a box or in general; `hint` is what to show below it. Who listens hears the box's name in words. */
  say(words, box = null, hint = []) {
    this.box = box;
    this.element.hidden = false;
    this.element.dataset.state = box?.state ?? "";
    this.element.dataset.kind = box?.told.kind ?? "";
    this.verdict.textContent = box ? `${box.told.label}: ${words}` : words;
    this.hint.replaceChildren(...hint);
    const heard = box ? `${box.input.getAttribute("aria-label")}: ${words} ` : `${words} `;
    this.said.replaceChildren(heard, ...hint.map((node) => node.cloneNode(true)));
    this.more.hidden = !box || box.isDone || box.hints === 3;
  },

  quiet() {
    this.element.hidden = true;
    this.verdict.textContent = "";
    this.hint.replaceChildren();
    this.said.replaceChildren();
  },
};

/** What there is to say about a box that was just checked. Every mistake brings the next hint, the third one the answer. */
function tell(box, isNew) {
  if (box.state === RIGHT) return coach.say(`right${box.isShown ? ", as it was shown." : "!"}${whole(box.exercise)}`, box, box.equation());
  if (box.state === WRONG) {
    if (box.slip) return coach.say(`${box.judged.trim()} is not right: ${box.slip}.`, box);
    const hint = isNew && box.hints < 3 ? box.nextHint() : box.hint();
    return coach.say(`${box.judged.trim()} is not right.`, box, hint);
  }
  if (box.state === UNREADABLE) return coach.say(box.reason, box);
  return coach.quiet();
}

function whole(exercise) {
  return exercise.blanks.every((box) => box.isDone) ? " The exercise is complete." : "";
}

/** Check one box, and tell what came of it unless nothing new was typed. */
function check(box, isAsked) {
  const isNew = box.input.value !== box.judged;
  if (!isNew && !isAsked) return;
  box.check();
  refresh();
  tell(box, isNew);
}

/** Scores and progress after any change. */
function refresh() {
  for (const exercise of exercises) {
    const { right, blanks, section } = exercise;
    const bar = section.querySelector("progress");
    bar.max = blanks.length || 1;
    bar.value = right;
    section.querySelector("output").textContent = exercise.score;
    section.classList.toggle("complete", right > 0 && blanks.every((box) => box.isDone));
    section.querySelector("[data-do=first]").hidden = exercise.round === 0;
  }
  store.write({ exercises: exercises.map((exercise) => exercise.progress) });
}

/** The next box to fill in, in the order of the passes; over the page if need be. */
function following(box) {
  const all = exercises.flatMap((exercise) => exercise.blanks);
  const from = all.indexOf(box);
  return [...all.slice(from + 1), ...all.slice(0, from)].find((other) => !other.isDone);
}

function help(box) {
  if (!box.isBlank || box.isDone) return;
  const hint = box.nextHint();
  coach.say(`hint ${box.hints} of 3`, box, hint);
  refresh();
}

const DO = {
  help(exercise) {
    if (exercise.open) help(exercise.open);
    else coach.say("No box is left to help with.");
  },
  check(exercise) {
    for (const box of exercise.blanks) box.check();
    const count = (state) => exercise.blanks.filter((box) => box.state === state).length;
    const wrong = count(WRONG) + count(UNREADABLE);
    refresh();
    coach.say(`${count(RIGHT)} right, ${wrong} wrong, ${count(EMPTY)} still empty.${whole(exercise)}`);
  },
  reveal(exercise) {
    for (const box of exercise.blanks) box.reveal();
    refresh();
    coach.say("All answers are shown.");
  },
  hide(exercise) {
    for (const box of exercise.boxes) box.clear();
    refresh();
    coach.say("All boxes are empty again.");
  },
  renew(exercise) {
    const found = exercise.renew();
    refresh();
    coach.say(found ? `New numbers: ${exercise.point}.` : "No other numbers were found at which everything has a value.");
  },
  first(exercise) {
    exercise.goBack();
    refresh();
    exercise.section.querySelector("[data-do=renew]").focus(); // for the button that was pressed is gone
    coach.say(`The first numbers again: ${exercise.point}.`);
  },
};

/** The keys of a box: Enter checks and goes on, Escape sends the coach away. */
function onKey(event, box) {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    check(box, true);
    if (box.isDone || !box.isBlank) following(box)?.input.focus();
  } else if (event.key === "Escape") {
    coach.quiet();
  }
}

/** What was typed: a ? asks for help, and is seen here because the keys of a phone's keyboard have no names. */
function onInput(box) {
  const typed = box.input.value;
  const asks = typed.includes("?");
  if (asks) box.input.value = typed.replaceAll("?", "");
  if (box.input.value === box.judged) box.check();
  else box.become(EMPTY);
  if (asks) help(box);
}

for (const exercise of exercises) {
  for (const box of exercise.boxes) {
    box.input.addEventListener("keydown", (event) => onKey(event, box));
    box.input.addEventListener("change", () => check(box, false));
    box.input.addEventListener("input", () => onInput(box));
    box.input.addEventListener("focus", () => {
      exercise.last = box;
      exercise.light(box.told);
    });
  }
  exercise.section.querySelector(".toolbar").addEventListener("click", ({ target }) => {
    const action = target.closest("button")?.dataset.do;
    if (action) DO[action](exercise);
  });
}
coach.more.addEventListener("click", () => coach.box && help(coach.box));
document.getElementById("close").addEventListener("click", () => {
  const { box } = coach;
  coach.quiet();
  box?.input.focus();
});
document.getElementById("print").addEventListener("click", () => print());

const kept = store.read();
exercises.forEach((exercise, place) => exercise.restore(kept?.exercises?.[place]));
refresh();

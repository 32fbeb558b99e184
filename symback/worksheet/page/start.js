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

  /** Say something, about a box or in general; `hint` is what to show below it. */
  say(words, box = null, hint = []) {
    this.box = box;
    this.element.hidden = false;
    this.element.dataset.state = box?.state ?? "";
    this.verdict.textContent = words;
    this.hint.replaceChildren(...hint);
    this.said.replaceChildren(`${words} `, ...hint.map((node) => node.cloneNode(true)));
    this.more.hidden = !box || box.isDone || box.hints === 3;
    this.more.textContent = box?.hints ? "More help" : "Hint";
  },

  quiet() {
    this.element.hidden = true;
    this.verdict.textContent = "";
    this.hint.replaceChildren();
    this.said.replaceChildren();
  },
};

/** What there is to say about a box that was just checked. A first mistake brings the first hint, another one the next. */
function tell(box, isNew) {
  const { label } = box.told;
  if (box.state === RIGHT) return coach.say(`${label}: right!${whole(box.exercise)}`, box);
  if (box.state === WRONG) {
    const hint = isNew && box.hints < 2 ? box.nextHint() : box.hint();
    return coach.say(`${label}: ${box.judged.trim()} is not right.`, box, hint);
  }
  if (box.state === UNREADABLE) return coach.say(`${label}: ${box.reason}`, box);
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
    const helped = exercise.blanks.filter((box) => box.state === REVEALED).length;
    const bar = section.querySelector("progress");
    bar.max = blanks.length || 1;
    bar.value = right;
    section.querySelector("output").textContent = `${right} of ${blanks.length} right${helped ? `, ${helped} revealed` : ""}`;
    section.classList.toggle("complete", right === blanks.length && right > 0);
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
  coach.say(`${box.told.label}: hint ${box.hints} of 3`, box, hint);
  refresh();
}

const DO = {
  check(exercise) {
    for (const box of exercise.blanks) box.check();
    const count = (state) => exercise.blanks.filter((box) => box.state === state).length;
    const wrong = count(WRONG) + count(UNREADABLE);
    refresh();
    coach.say(`${exercise.right} right, ${wrong} wrong, ${count(EMPTY)} still empty.${whole(exercise)}`);
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
    const point = exercise.section.querySelector(".point").textContent;
    coach.say(found ? `New numbers: ${point.replace(/^At /, "")}.` : "No other numbers were found at which everything has a value.");
  },
};

/** The keys of a box: Enter checks and goes on, ? helps, Escape sends the coach away. */
function onKey(event, box) {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    check(box, true);
    if (box.isDone || !box.isBlank) following(box)?.input.focus();
  } else if (event.key === "?") {
    event.preventDefault();
    help(box);
  } else if (event.key === "Escape") {
    coach.quiet();
  }
}

for (const exercise of exercises) {
  for (const box of exercise.boxes) {
    box.input.addEventListener("keydown", (event) => onKey(event, box));
    box.input.addEventListener("change", () => check(box, false));
    box.input.addEventListener("input", () => box.state !== EMPTY && box.isBlank && box.become(EMPTY));
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

/* Comforts that no page needs: keep one's place when a part is replaced, say what changed, read aloud with a local voice. */
(function () {
  "use strict";
  var kept = null;

  function remember() {
    var focused = document.activeElement;
    kept = {
      open: Array.prototype.map.call(document.querySelectorAll("details[open]"), function (one) { return one.id; }),
      focus: focused && focused.id,
      to: focused && focused.getAttribute && focused.getAttribute("data-vers")
    };
  }

  function restore() {
    if (!kept) { return; }
    kept.open.forEach(function (id) {
      var one = id && document.getElementById(id);
      if (one && !kept.to) { one.open = true; }
    });
    var target = kept.to && document.getElementById(kept.to);
    if (target) {
      target.setAttribute("tabindex", "-1");
      target.focus();
      target.scrollIntoView({ block: "start" });
    } else if (kept.focus && document.getElementById(kept.focus)) {
      document.getElementById(kept.focus).focus({ preventScroll: true });
    }
    kept = null;
  }

  /* Wide enough, what stands beside the steps is all shown: it is really open, for those who listen too. */
  function unfold() {
    if (!window.matchMedia("(min-width: 64rem)").matches) { return; }
    Array.prototype.forEach.call(document.querySelectorAll(".before details"), function (one) { one.open = true; });
  }

  function announce() {
    var said = document.querySelector("[data-annonce]");
    var region = document.getElementById("annonce");
    region.textContent = "";
    window.setTimeout(function () { region.textContent = said ? said.textContent : ""; }, 50);
  }

  document.addEventListener("htmx:before:swap", remember);
  document.addEventListener("htmx:after:swap", function () { restore(); unfold(); announce(); voices(); offerCamera(); });

  /* A way out is a submit button: with htmx it replaces the part, without script it loads the page. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[name=bloquer], button[name=debloquer]");
    if (!button || !window.htmx) { return; }
    event.preventDefault();
    var form = button.form, carried = document.createElement("input");
    carried.type = "hidden";
    carried.name = button.name;
    carried.value = button.value;
    form.appendChild(carried);
    button.focus();
    form.dispatchEvent(new Event("change", { bubbles: true }));
    carried.remove();
  });

  /* The form of the Atelier keeps itself.  Each save carries the mark that the last one brought; who presses a button or follows
     a link is led there once the save before it is done; who leaves otherwise takes it along. */
  var touched = null, saving = 0, next = null;

  function ownForm(ctx) {
    var form = ctx && ctx.request && ctx.request.form;
    return form && form.id === "fiche" ? form : null;
  }

  function tell(form, sentence) {
    var told = document.createElement("div"), words = document.createElement("p");
    forget(".told, .kept");
    told.className = "errors told";
    told.setAttribute("role", "alert");
    words.textContent = sentence + " Votre texte est encore ici, mais il n’est pas gardé. Copiez-le avant de quitter cette page.";
    told.appendChild(words);
    form.parentNode.insertBefore(told, form);
  }

  function forget(words) {
    Array.prototype.forEach.call(document.querySelectorAll(words), function (one) { one.remove(); });
  }

  function afterSaving(event, then) {
    if (!saving) { return; }
    event.preventDefault();
    next = then;
  }

  /* A change made meanwhile waits its turn: it is kept first. */
  function leave() {
    var then = next;
    if (saving || !then) { return; }
    next = null;
    then();
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.id === "fiche" && form.hasAttribute("data-hx-post")) { touched = form; forget(".kept"); }
  });
  document.addEventListener("submit", function (event) {
    var by = event.submitter;
    touched = null;
    afterSaving(event, function () { event.target.requestSubmit(by); });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    afterSaving(event, function () { window.location.assign(link.href); });
  });
  document.addEventListener("htmx:before:request", function (event) {
    var asked = event.detail.ctx.request, seen = document.querySelector("#relecture input[name=vu]");
    if (!ownForm(event.detail.ctx)) { return; }
    saving += 1;
    touched = null;
    if (seen) { asked.body.set("vu", seen.value); }
    asked.keepalive = asked.body.toString().length < 60000;
  });
  document.addEventListener("htmx:before:swap", function (event) {
    var ctx = event.detail.ctx, form = ownForm(ctx);
    if (!form || !ctx.response) { return; }
    if (ctx.response.status < 400) { forget(".told"); return; }
    next = null;
    if (ctx.text.indexOf("id=\"fiche\"") >= 0) { return; }
    event.preventDefault();
    var said = new DOMParser().parseFromString(ctx.text, "text/html").querySelector("main p");
    tell(form, said ? said.textContent : "");
  });
  document.addEventListener("htmx:error", function (event) {
    var form = ownForm(event.detail.ctx);
    if (form) { next = null; tell(form, "Compagnon ne répond pas."); }
  });
  document.addEventListener("htmx:finally:request", function (event) {
    if (!ownForm(event.detail.ctx)) { return; }
    saving -= 1;
    window.setTimeout(leave, 0);
  });
  window.addEventListener("pagehide", function () {
    if (touched && touched.isConnected) { touched.dispatchEvent(new Event("change", { bubbles: true })); }
  });

  /* Only a voice that lives on this machine: a remote one would send the words away. */
  function localVoice(lang) {
    return window.speechSynthesis && speechSynthesis.getVoices().filter(function (voice) {
      return voice.localService === true && voice.lang.toLowerCase().indexOf(lang) === 0;
    })[0];
  }

  function voices() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-voix]"), function (part) {
      var voice = localVoice(part.lang);
      if (!voice || part.querySelector(".listen")) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.className = "listen";
      button.textContent = "Écouter";
      button.setAttribute("aria-label", "Écouter : " + (part.getAttribute("data-voix") || "ce texte"));
      button.addEventListener("click", function () {
        if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
        var words = Array.prototype.map.call(part.querySelectorAll("p:not(.label)"), function (p) { return p.textContent; }).join(" ");
        var said = new SpeechSynthesisUtterance(words);
        said.voice = voice;
        said.lang = voice.lang;
        said.rate = 0.9;
        speechSynthesis.cancel();
        speechSynthesis.speak(said);
      });
      part.appendChild(button);
    });
  }

  /* What is folded on the screen is printed all the same. */
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details:not([open])"), function (one) {
      one.open = true;
      one.setAttribute("data-folded", "");
    });
  });
  window.addEventListener("afterprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details[data-folded]"), function (one) {
      one.open = false;
      one.removeAttribute("data-folded");
    });
  });

  /* The key of the sheet: each group of four leads to the next, and a whole key that is pasted is shared among the three. */
  var APART = /[\s.,;:_\/\u00b7\u2022\u2010-\u2014-]+/g;

  function signsIn(text) { return text.replace(APART, "").toUpperCase(); }

  function keyIn(text) {
    var said = signsIn(text).replace(/O/g, "0").replace(/[IL]/g, "1");
    return /^C1[0-9A-HJKMNP-TV-Z]{12}$/.test(said) ? said.slice(2) : "";
  }

  function groupsOf(part) { return Array.prototype.slice.call(part.querySelectorAll("input")); }

  function share(fields, signs) {
    fields.forEach(function (field, rank) {
      field.value = rank + 1 < fields.length ? signs.slice(4 * rank, 4 * rank + 4) : signs.slice(4 * rank);
    });
    (fields.filter(function (field) { return field.value.length < 4; })[0] || fields[fields.length - 1]).focus();
  }

  document.addEventListener("input", function (event) {
    var part = event.target.closest && event.target.closest("[data-cle]"), how = event.inputType || "";
    if (!part || event.isComposing || how.indexOf("delete") === 0) { return; }
    var fields = groupsOf(part), rank = fields.indexOf(event.target), signs = signsIn(event.target.value), next = fields[rank + 1];
    var pasted = how.indexOf("insertFrom") === 0;
    if (pasted && signs.length >= 12) {
      share(fields, keyIn(signs) || signs);
    } else if (next && signs.length > 4 && (pasted || !next.value)) {
      share(fields.slice(rank), signs);
    } else if (next && signs.length === 4 && event.target.selectionStart === event.target.value.length) {
      next.focus();
      next.select();
    }
  });
  document.addEventListener("keydown", function (event) {
    var part = event.target.closest && event.target.closest("[data-cle]");
    var before = part && event.key === "Backspace" && !event.target.value && groupsOf(part)[groupsOf(part).indexOf(event.target) - 1];
    if (before) { before.focus(); event.preventDefault(); }
  });

  /* Where the browser itself knows how to read a square, a camera may fill the groups.  The picture stays in the page and is kept nowhere;
     the camera goes out as soon as the key is read, after a minute, and when the page is left. */
  var camera = null;

  function offerCamera() {
    var part = document.querySelector("[data-cle]:not([data-pret])"), media = navigator.mediaDevices;
    if (!part || !window.BarcodeDetector || !media || !media.getUserMedia) { return; }
    part.setAttribute("data-pret", "");
    BarcodeDetector.getSupportedFormats().then(function (known) {
      if (known.indexOf("qr_code") >= 0) { addCamera(part); }
    });
  }

  function addCamera(part) {
    var button = document.createElement("button"), told = document.createElement("p");
    button.type = "button";
    button.textContent = part.getAttribute("data-lire");
    told.className = "hint";
    told.setAttribute("role", "status");
    button.addEventListener("click", function () {
      if (camera) { shutCamera("data-eteinte"); return; }
      openCamera({ part: part, button: button, told: told });
    });
    part.appendChild(button);
    part.appendChild(told);
  }

  function openCamera(own) {
    camera = own;
    own.button.textContent = own.part.getAttribute("data-arreter");
    navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } }).then(function (stream) {
      own.stream = stream;
      if (camera !== own) { putOut(own); return; }
      own.view = document.createElement("video");
      own.view.className = "seen";
      own.view.muted = own.view.playsInline = own.view.autoplay = true;
      own.view.setAttribute("aria-hidden", "true");
      own.view.srcObject = stream;
      own.part.insertBefore(own.view, own.told);
      own.told.textContent = own.part.getAttribute("data-cherche");
      own.clock = window.setTimeout(function () { shutCamera("data-eteinte"); }, 60000);
      look(own, new BarcodeDetector({ formats: ["qr_code"] }));
    }, function () { if (camera === own) { shutCamera("data-refus"); } });
  }

  function look(own, detector) {
    function again() { window.setTimeout(function () { look(own, detector); }, 200); }
    if (camera !== own) { return; }
    if (!own.part.isConnected) { shutCamera(); return; }
    detector.detect(own.view).then(function (found) {
      var key = found.map(function (one) { return keyIn(one.rawValue); }).filter(Boolean)[0];
      if (camera !== own) { return; }
      if (key) {
        shutCamera("data-lue");
        share(groupsOf(own.part), key);
        return;
      }
      if (found.length) { own.told.textContent = own.part.getAttribute("data-autre"); }
      again();
    }, again);
  }

  function putOut(own) {
    if (own.stream) { own.stream.getTracks().forEach(function (track) { track.stop(); }); }
    if (own.view) { own.view.srcObject = null; own.view.remove(); }
    window.clearTimeout(own.clock);
  }

  function shutCamera(why) {
    var own = camera;
    camera = null;
    if (!own) { return; }
    putOut(own);
    own.button.textContent = own.part.getAttribute("data-lire");
    own.told.textContent = why ? own.part.getAttribute(why) : "";
  }

  window.addEventListener("pagehide", function () { shutCamera(); });
  document.addEventListener("submit", function () { shutCamera(); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { shutCamera("data-eteinte"); } });

  unfold();
  offerCamera();
  if (window.speechSynthesis) {
    voices();
    speechSynthesis.addEventListener("voiceschanged", voices);
  }
}());

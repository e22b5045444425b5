# מה שדפי הפורטל משיבים.

error-403-needs = התפקיד שלך אינו מאפשר זאת. נדרש לפחות התפקיד { $role }. יש לפנות למנהל הארגון שלך.
error-403-forged = הטופס לא הגיע מדף שנפתח בהפעלה הזו. יש לטעון את הדף מחדש ולנסות שוב.
invalid-name = ארוך מדי, או כולל תווים שאינם יכולים להיות חלק משם.
invalid-text = ארוך מדי, או כולל תווים אסורים.
upload-name-pasted = רשימה מודבקת
upload-name-typed = רשימה מוקלדת
fact-processor = מעבד
fact-memory = זיכרון
device-event-requested = התבקש רישום
devices-more-found = יש עוד מכשירים שהמספר הסידורי שלהם מתחיל כך.

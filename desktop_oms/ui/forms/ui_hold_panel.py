# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'hold_panel.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QLineEdit, QPushButton, QSizePolicy, QSpacerItem,
    QToolButton, QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.banner import Banner
from desktop_oms.ui.widgets.choice_box import ChoiceBox
from desktop_oms.ui.widgets.keys import KeyButton

class Ui_HoldPanel(object):
    def setupUi(self, HoldPanel):
        if not HoldPanel.objectName():
            HoldPanel.setObjectName(u"HoldPanel")
        HoldPanel.setProperty(u"role", u"overlay")
        self.layout1 = QVBoxLayout(HoldPanel)
        self.layout1.setSpacing(12)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(24, 16, 16, 16)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.titleLabel = QLabel(HoldPanel)
        self.titleLabel.setObjectName(u"titleLabel")
        self.titleLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.titleLabel.setProperty(u"role", u"title")

        self.layout2.addWidget(self.titleLabel)

        self.spacer1 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.closeButton = QToolButton(HoldPanel)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout2.addWidget(self.closeButton)


        self.layout1.addLayout(self.layout2)

        self.aboutLabel = QLabel(HoldPanel)
        self.aboutLabel.setObjectName(u"aboutLabel")
        self.aboutLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.aboutLabel.setProperty(u"role", u"second")
        self.aboutLabel.setText(u"")
        self.aboutLabel.setWordWrap(True)

        self.layout1.addWidget(self.aboutLabel)

        self.kindLabel = QLabel(HoldPanel)
        self.kindLabel.setObjectName(u"kindLabel")
        self.kindLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.kindLabel.setProperty(u"role", u"group")

        self.layout1.addWidget(self.kindLabel)

        self.kindBox = ChoiceBox(HoldPanel)
        self.kindBox.setObjectName(u"kindBox")

        self.layout1.addWidget(self.kindBox)

        self.noteLabel = QLabel(HoldPanel)
        self.noteLabel.setObjectName(u"noteLabel")
        self.noteLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.noteLabel.setProperty(u"role", u"group")

        self.layout1.addWidget(self.noteLabel)

        self.noteEdit = QLineEdit(HoldPanel)
        self.noteEdit.setObjectName(u"noteEdit")

        self.layout1.addWidget(self.noteEdit)

        self.panelBanner = Banner(HoldPanel)
        self.panelBanner.setObjectName(u"panelBanner")

        self.layout1.addWidget(self.panelBanner)

        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.spacer2 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer2)

        self.cancelButton = QPushButton(HoldPanel)
        self.cancelButton.setObjectName(u"cancelButton")

        self.layout3.addWidget(self.cancelButton)

        self.okButton = KeyButton(HoldPanel)
        self.okButton.setObjectName(u"okButton")
        self.okButton.setProperty(u"primary", True)

        self.layout3.addWidget(self.okButton)


        self.layout1.addLayout(self.layout3)


        self.retranslateUi(HoldPanel)

        QMetaObject.connectSlotsByName(HoldPanel)
    # setupUi

    def retranslateUi(self, HoldPanel):
        self.titleLabel.setText(QCoreApplication.translate("HoldPanel", u"hold.title", None))
        self.kindLabel.setText(QCoreApplication.translate("HoldPanel", u"hold.kind", None))
        self.noteLabel.setText(QCoreApplication.translate("HoldPanel", u"hold.note", None))
        self.noteEdit.setPlaceholderText(QCoreApplication.translate("HoldPanel", u"hold.note_hint", None))
        self.cancelButton.setText(QCoreApplication.translate("HoldPanel", u"panel.cancel", None))
        pass
    # retranslateUi

